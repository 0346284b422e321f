package sla;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyTest {
  private final Vector vector = Vector.read("speed-to-lead");

  private static void fails(Status status, org.junit.jupiter.api.function.Executable call) {
    SlaException failure = assertThrows(SlaException.class, call);
    assertEquals(status, failure.status(), failure.getMessage());
    assertFalse(failure.getMessage().isEmpty());
  }

  @Test
  void theBackendIsTheOneAskedFor() {
    String asked = System.getProperty("sla.backend", "");
    if (!asked.isEmpty()) assertEquals(asked, Policy.backend());
    assertTrue(Set.of("jna", "ffm").contains(Policy.backend()));
  }

  @Test
  void whatCannotBeOpened(@TempDir Path folder) throws IOException {
    Path noLibrary = Files.writeString(folder.resolve("policy.so"), "not a library");
    fails(Status.UNREADABLE, () -> Policy.open(noLibrary));
    fails(Status.UNREADABLE, () -> Policy.open(folder.resolve("absent.so")));
  }

  @Test
  void info() {
    try (Policy policy = vector.open()) {
      Info info = policy.info();
      assertFalse(info.title().isEmpty());
      assertEquals(64, info.semanticHash().length());
      assertEquals(Policy.libraryVersion(), info.compiler());
      assertEquals(1, info.records());
      assertTrue(info.clauses() > 0 && info.version() > 0 && info.target().endsWith("linux-gnu"));
      assertTrue(policy.describe().contains(info.title()));
    }
  }

  @Test
  void whatASessionSaysOfEvents() {
    Event first = vector.firstEvents().get(0);
    try (Policy policy = vector.open();
        Session session = policy.session()) {
      assertEquals(Receipt.TAKEN, session.event(first));
      assertEquals(Receipt.REPEATED, session.event(first));
      Event other = Event.of(first.subject(), first.name(), first.time().plusSeconds(1)).id(first.id());
      assertEquals(Receipt.CONFLICTING, session.event(other));
      fails(Status.BAD_DATA, () -> session.event(Event.of("L-1", "no such event", first.time())));
      fails(Status.BAD_DATA, () -> session.event(Event.of("", first.name(), first.time())));
      fails(Status.BAD_DATA, () -> session.event(Event.of("L-1", first.name(), Instant.parse("1700-01-01T00:00:00Z"))));
      fails(Status.BAD_DATA, () -> session.event(Event.of("L-1", first.name(), first.time()).field("no such", 1)));
      fails(Status.INVALID_ARGUMENT, () -> Event.of("L-1", first.name(), null));
      assertEquals(1, session.factCount());
    }
  }

  @Test
  void theClockDoesNotGoBack() {
    try (Policy policy = vector.open();
        Session session = policy.session()) {
      assertNull(session.now());
      session.advance(vector.asOf());
      fails(Status.REFUSED, () -> session.advance(vector.asOf().minusSeconds(1)));
      assertEquals(vector.asOf(), session.now());
    }
  }

  @Test
  void whatIsDueAndWhenItCanChange() {
    Event first = vector.firstEvents().get(0);
    try (Policy policy = vector.open();
        Session session = policy.session(SessionOptions.DEFAULT.roster(vector.roster()))) {
      VectorsTest.take(session, first);
      List<Change> changes = session.advance(first.time());
      Dues dues = session.due(first.subject());
      long added =
          changes.stream()
              .filter(change -> change.kind() == Change.Kind.ADDED && change.is().status().equals("running"))
              .count();
      assertTrue(added > 0);
      assertEquals(added, dues.items().size());
      Due due = dues.items().get(0);
      assertEquals(first.time(), due.start());
      assertEquals(Duration.between(first.time(), due.due()), due.left());
      assertEquals(session.nextChange(), dues.nextChange());
      assertEquals(new Dues(List.of(), null), session.due("nobody"));
      assertTrue(
          session.advance(due.breach().plusSeconds(1)).stream()
              .anyMatch(
                  change ->
                      change.is() != null
                          && change.is().clause().equals(due.clause())
                          && change.is().status().equals("breached")));
    }
  }

  @Test
  void eventsByNumbersAreEvents() {
    try (Policy policy = vector.open();
        Session byName = policy.session();
        Session byNumber = policy.session()) {
      FastEvents fast = new FastEvents(1);
      int count = 0;
      for (Event event : vector.firstEvents().subList(0, 500)) {
        Event plain = event.id("").actor("").team("");
        VectorsTest.take(byName, plain);
        if (!plain.fields().isEmpty()) {
          byNumber.events(fast);
          fast.clear();
          VectorsTest.take(byNumber, plain);
          continue;
        }
        ++count;
        fast.add(
            byNumber.subjectId(plain.subject()),
            policy.eventCode("", plain.name()),
            plain.time(),
            plain.owner().isEmpty() ? FastEvents.NOBODY : byNumber.ownerId(plain.owner()));
      }
      byNumber.events(fast);
      assertTrue(count > 100);
      byName.advance(vector.asOf());
      byNumber.advance(vector.asOf());
      assertFalse(byName.rows().isEmpty());
      assertEquals(byName.rows(), byNumber.rows());
      FastEvents wrong = new FastEvents(1).add(1 << 30, 0, vector.asOf(), FastEvents.NOBODY);
      fails(Status.INVALID_ARGUMENT, () -> byNumber.events(wrong));
      fails(Status.INVALID_ARGUMENT, () -> policy.eventCode("", "no such event"));
    }
  }

  @Test
  void damagedSnapshots() {
    try (Policy policy = vector.open();
        Session session = policy.session()) {
      for (Event event : vector.firstEvents().subList(0, 100)) VectorsTest.take(session, event);
      session.advance(vector.asOf());
      byte[] snapshot = session.snapshot();
      byte[] damaged = snapshot.clone();
      damaged[damaged.length / 2] ^= 1;
      for (byte[] bytes : List.of(new byte[0], damaged, Arrays.copyOf(snapshot, snapshot.length / 2))) {
        fails(Status.CORRUPT, () -> policy.restore(bytes, SessionOptions.DEFAULT));
      }
    }
  }

  @Test
  void eventsThatALogCannotSay() {
    try (Policy policy = vector.open()) {
      Event event = Event.of("L-1", "x", vector.asOf());
      for (Event wrong :
          List.of(event.field(Field.unknown("score")), event.field("ts", "1"), event.record("unheard_of"))) {
        fails(Status.INVALID_ARGUMENT, () -> policy.evaluate(List.of(wrong), Options.asOf(vector.asOf())));
      }
      try (Outcome outcome = policy.evaluate(List.of(event), Options.asOf(vector.asOf()))) {
        assertTrue(outcome.findings().contains("unknown_event"), outcome.findings());
      }
      fails(
          Status.BAD_DATA, () -> policy.evaluate(List.of(event), Options.asOf(vector.asOf()).strict(true)));
    }
  }

  @Test
  void whatIsClosedSaysSo() {
    Policy policy = vector.open();
    Session session = policy.session();
    policy.close();
    policy.close();
    assertThrows(IllegalStateException.class, policy::info);
    VectorsTest.take(session, vector.firstEvents().get(0));
    session.advance(vector.asOf());
    session.close();
    session.close();
    assertThrows(IllegalStateException.class, session::rows);
  }

  /** Threads use the policy all the time while it is exchanged under them; each sees one of the two. */
  @Test
  void exchangeWhileInUse(@TempDir Path folder) throws Exception {
    List<Path> libraries =
        List.of(vector.folder().resolve("policy.so"), Vector.read("both-sides").folder().resolve("policy.so"));
    Set<String> titles = new HashSet<>();
    for (Path library : libraries) {
      try (Policy policy = Policy.open(library)) {
        titles.add(policy.info().title());
      }
    }
    Path target = folder.resolve("policy.so");
    deploy(libraries.get(0), target);
    Set<String> seen = ConcurrentHashMap.newKeySet();
    AtomicBoolean stop = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (PolicyHandle handle = PolicyHandle.open(target)) {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < 4; ++i) {
        workers.add(
            threads.submit(
                () -> {
                  while (!stop.get()) seen.add(useOnce(handle));
                }));
      }
      for (int i = 0; i < 30; ++i) {
        deploy(libraries.get((i + 1) % 2), target);
        handle.swap(target);
        fails(Status.UNREADABLE, () -> handle.swap(folder.resolve("absent.so")));
        Thread.sleep(2);
      }
      stop.set(true);
      for (Future<?> worker : workers) worker.get();
      assertEquals(titles, seen);
      handle.close();
      assertThrows(IllegalStateException.class, handle::policy);
    } finally {
      stop.set(true);
      threads.shutdown();
    }
  }

  private static void deploy(Path library, Path target) throws IOException {
    Path made = Files.copy(library, target.resolveSibling("new.so"), StandardCopyOption.REPLACE_EXISTING);
    Files.move(made, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private String useOnce(PolicyHandle handle) {
    try (Policy policy = handle.policy();
        Session session = policy.session()) {
      session.event(Event.of("L-1", "assigned", vector.asOf()).owner("Ann"));
      session.advance(vector.asOf());
      return policy.info().title();
    }
  }
}
