import com.espertech.esper.common.client.configuration.Configuration;
import com.espertech.esper.compiler.client.CompilerArguments;
import com.espertech.esper.compiler.client.EPCompilerProvider;
import com.espertech.esper.runtime.client.EPRuntime;
import com.espertech.esper.runtime.client.EPRuntimeProvider;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Esper finds the leads whose first MQL is not followed by a disposition within four hours of the wall:
 * EsperPeer COLUMNS AS_OF. Columns are read in order of time; the clock is the events'.
 */
public final class EsperPeer {
  private static final int MQL = 1, DISPOSITION = 3;
  // Half a second more than four hours: times are whole seconds, and exactly four hours are in time.
  private static final String PATTERN =
      "@name('late') select m.lead as lead from pattern [every-distinct(m.lead) m=Mql -> "
          + "(timer:interval(14400.5 seconds) and not Disposition(lead=m.lead))]";

  private final int[] lead, time;
  private final byte[] kind;
  private final int asOf;

  private EsperPeer(Path folder, int asOf) throws Exception {
    int[] leads = ints(folder.resolve("lead.u32")), times = ints(folder.resolve("time.u32"));
    byte[] kinds = Files.readAllBytes(folder.resolve("kind.u8"));
    long[] order = new long[leads.length];
    for (int i = 0; i < order.length; i++) order[i] = (long) times[i] << 32 | i;
    Arrays.sort(order);
    lead = new int[order.length];
    time = new int[order.length];
    kind = new byte[order.length];
    for (int i = 0; i < order.length; i++) {
      int from = (int) order[i];
      lead[i] = leads[from];
      time[i] = times[from];
      kind[i] = kinds[from];
    }
    this.asOf = asOf;
  }

  private static int[] ints(Path path) throws Exception {
    int[] values = new int[(int) (Files.size(path) / 4)];
    ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(values);
    return values;
  }

  private static Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.getRuntime().getThreading().setInternalTimerEnabled(false);
    configuration.getRuntime().getThreading().setThreadPoolInbound(false);
    configuration.getRuntime().getThreading().setThreadPoolOutbound(false);
    configuration.getRuntime().getThreading().setThreadPoolRouteExec(false);
    configuration.getRuntime().getThreading().setThreadPoolTimerExec(false);
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("lead", int.class);
    String[] names = event.keySet().toArray(new String[0]);
    for (String type : new String[] {"Mql", "Disposition"})
      configuration.getCommon().addEventType(type, names, new Object[] {int.class});
    return configuration;
  }

  /** Sends every event; the late leads land in `late`. */
  private int run(int[] late) throws Exception {
    Configuration configuration = configuration();
    var compiled = EPCompilerProvider.getCompiler().compile(PATTERN, new CompilerArguments(configuration));
    EPRuntime runtime = EPRuntimeProvider.getRuntime("peer" + System.nanoTime(), configuration);
    var events = runtime.getEventService();
    events.advanceTime(0);
    int[] count = {0};
    runtime.getDeploymentService().deploy(compiled).getStatements()[0].addListener((found, gone, statement, r) -> {
      for (var match : found) late[count[0]++] = (Integer) match.get("lead");
    });
    for (int i = 0; i < time.length && time[i] <= asOf; i++) {
      if (kind[i] != MQL && kind[i] != DISPOSITION) continue;
      events.advanceTime(time[i] * 1000L);
      events.sendEventObjectArray(new Object[] {lead[i]}, kind[i] == MQL ? "Mql" : "Disposition");
    }
    events.advanceTime(asOf * 1000L);
    runtime.destroy();
    return count[0];
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private String answer(String line) throws Exception {
    int[] late = new int[lead.length];
    long cpu = cpuNanos(), begin = System.nanoTime();
    int count = run(late);
    double wall = (System.nanoTime() - begin) / 1e9, spent = (cpuNanos() - cpu) / 1e9;
    if (line.startsWith("rows ")) {
      ByteBuffer out = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < count; i++) out.putInt(late[i]);
      Files.write(Path.of(line.substring(5)), out.array());
    }
    return "{\"wall\": " + wall + ", \"cpu\": " + spent + ", \"late\": " + count + "}";
  }

  public static void main(String[] arguments) throws Exception {
    EsperPeer peer = new EsperPeer(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    System.out.println("{\"ready\": true}");
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
    for (String line; (line = lines.readLine()) != null; ) System.out.println(peer.answer(line));
  }
}
