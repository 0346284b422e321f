package sla;

import java.lang.reflect.InvocationTargetException;

/** libsla as this program has it: which backend calls it, and where it is. */
final class Library {
  /** The version of sla.h that {@link Layout} follows. */
  private static final int ABI_VERSION = 1;

  private static final Native LOADED = load();

  private Library() {}

  static Native get() {
    return LOADED;
  }

  /** A path, or a name for the system's loader. */
  static String path() {
    String set = System.getProperty("sla.library", "");
    if (set.isEmpty()) set = System.getenv().getOrDefault("SLA_LIBRARY", "");
    return set.isEmpty() ? "libsla.so" : set;
  }

  private static Native load() {
    Native made = backend(System.getProperty("sla.backend", ""));
    if (made.abiVersion() != ABI_VERSION) {
      throw new SlaException(
          Status.INCOMPATIBLE,
          path() + " has version " + made.abiVersion() + " of the interface, this jar needs version " + ABI_VERSION
              + "; take the jar that belongs to the library");
    }
    return made;
  }

  private static Native backend(String wanted) {
    switch (wanted) {
      case "jna":
        return new JnaNative();
      case "ffm", "":
        break;
      default:
        throw SlaException.invalid("sla.backend is \"" + wanted + "\"; it can be jna or ffm");
    }
    try {
      // Only there where the JDK has java.lang.foreign: META-INF/versions/22.
      return (Native) Class.forName("sla.ForeignNative").getDeclaredConstructor().newInstance();
    } catch (ClassNotFoundException e) {
      if (wanted.isEmpty()) return new JnaNative();
      throw new SlaException(
          Status.INCOMPATIBLE, "sla.backend is ffm, which needs Java 22 and a jar that was built with it");
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof SlaException known ? known : new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  static SlaException unreadable(Throwable cause) {
    SlaException made =
        new SlaException(
            Status.UNREADABLE,
            "cannot load " + path() + ": " + cause.getMessage()
                + "; set the system property sla.library or the variable SLA_LIBRARY to the path of libsla.so");
    made.initCause(cause);
    return made;
  }
}
