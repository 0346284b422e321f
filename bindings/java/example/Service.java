import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sla.Due;
import sla.Dues;
import sla.Event;
import sla.Field;
import sla.Policy;
import sla.PolicyHandle;
import sla.Receipt;
import sla.Session;
import sla.SlaException;
import sla.Status;

/**
 * Answers "what is due on this lead, and when can that change?" over HTTP.
 *
 * <pre>
 * java -cp sla.jar:jna.jar Service.java policy.so 8080
 *
 * POST /events          a form: lead=L-1&event=inquiry&time=2026-03-02T09:00:00Z&owner=Ann&id=e1&score=50
 * GET  /leads/{id}/due  what is open on a lead as of now, as JSON
 * POST /reload          opens the policy library anew and goes on with it, or with the old one if it cannot be opened
 * </pre>
 */
public final class Service {
  private static final int LARGEST_BODY = 1 << 20;

  private final Path path;
  private final PolicyHandle policies;
  private final List<Event> events = new ArrayList<>(); // A new policy judges them too; a real service has a database.
  private Session session;

  private Service(Path path) {
    this.path = path;
    policies = PolicyHandle.open(path);
    session = begin();
  }

  /** A session of the policy of now that has heard all events. */
  private Session begin() {
    try (Policy policy = policies.policy()) {
      Session made = policy.session();
      for (Event event : events) {
        try {
          made.event(event);
        } catch (SlaException e) {
          if (e.status() != Status.BAD_DATA) throw e; // What the new policy does not know is none of its business.
        }
      }
      return made;
    }
  }

  private synchronized String take(Map<String, String> form) {
    Map<String, String> rest = new HashMap<>(form);
    String lead = said(rest, "lead"), name = said(rest, "event"), time = said(rest, "time");
    Event event =
        Event.of(lead, name, time.isEmpty() ? Instant.now() : Instant.parse(time))
            .owner(said(rest, "owner"))
            .team(said(rest, "team"))
            .actor(said(rest, "actor"))
            .id(said(rest, "id"));
    for (Map.Entry<String, String> field : rest.entrySet()) {
      event = event.field(Field.of(field.getKey(), field.getValue()));
    }
    Receipt receipt = session.event(event);
    if (receipt == Receipt.TAKEN) events.add(event);
    return "{\"receipt\":" + quoted(receipt.name().toLowerCase()) + "}";
  }

  private static String said(Map<String, String> form, String name) {
    String value = form.remove(name);
    return value == null ? "" : value;
  }

  private synchronized String due(String lead) {
    Instant now = Instant.now();
    if (session.now() == null || now.isAfter(session.now())) session.advance(now);
    Dues dues = session.due(lead);
    List<String> open = new ArrayList<>();
    for (Due due : dues.items()) {
      open.add(
          "{\"clause\":" + quoted(due.clause()) + ",\"status\":" + quoted(due.status()) + ",\"owner\":"
              + quoted(due.owner()) + ",\"due\":" + quoted(due.due()) + "}");
    }
    return "{\"lead\":" + quoted(lead) + ",\"due\":[" + String.join(",", open) + "],\"next_change\":"
        + quoted(dues.nextChange()) + "}";
  }

  private synchronized String reload() {
    policies.swap(path);
    Session former = session;
    session = begin();
    former.close();
    return "{\"events\":" + events.size() + "}";
  }

  private static String quoted(Object value) {
    if (value == null) return "null";
    StringBuilder made = new StringBuilder("\"");
    for (char c : value.toString().toCharArray()) {
      if (c == '"' || c == '\\') made.append('\\').append(c);
      else if (c < 0x20) made.append(String.format("\\u%04x", (int) c));
      else made.append(c);
    }
    return made.append('"').toString();
  }

  private void handle(HttpExchange call) throws IOException {
    String path = call.getRequestURI().getPath();
    String asked = call.getRequestMethod() + " " + path;
    try {
      if (asked.equals("POST /events")) answer(call, 200, take(form(call)));
      else if (asked.equals("POST /reload")) answer(call, 200, reload());
      else if (asked.matches("GET /leads/[^/]+/due")) answer(call, 200, due(path.split("/")[2]));
      else answer(call, 404, error("there is POST /events, GET /leads/{id}/due, POST /reload"));
    } catch (SlaException | IllegalArgumentException | java.time.DateTimeException e) {
      answer(call, 422, error(e.getMessage()));
    }
  }

  private static Map<String, String> form(HttpExchange call) throws IOException {
    String body = new String(call.getRequestBody().readNBytes(LARGEST_BODY), StandardCharsets.UTF_8);
    Map<String, String> form = new HashMap<>();
    for (String pair : body.split("&")) {
      String[] parts = pair.split("=", 2);
      if (parts.length == 2) {
        form.put(
            URLDecoder.decode(parts[0], StandardCharsets.UTF_8), URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
    }
    return form;
  }

  private static String error(String message) {
    return "{\"error\":" + quoted(message) + "}";
  }

  private static void answer(HttpExchange call, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    call.getResponseHeaders().set("Content-Type", "application/json");
    call.sendResponseHeaders(status, bytes.length);
    try (var out = call.getResponseBody()) {
      out.write(bytes);
    }
  }

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      System.err.println("usage: java Service.java POLICY.so PORT");
      System.exit(2);
    }
    Service service = new Service(Path.of(arguments[0]));
    HttpServer server = HttpServer.create(new InetSocketAddress("localhost", Integer.parseInt(arguments[1])), 0);
    server.createContext("/", service::handle);
    server.start();
    System.out.println("listening on port " + server.getAddress().getPort());
  }
}
