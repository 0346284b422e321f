/**
 * Built policies inside Java programs: service-level agreements between sales and marketing that
 * {@code sla build agreement.sla --emit so -o policy.so} has made into a library.
 *
 * <p>{@link sla.Policy#evaluate} judges a whole history at once; a {@link sla.Session} follows events as they happen; a
 * {@link sla.PolicyHandle} exchanges the policy while others use it.
 *
 * <p>Everything here may be used by any number of threads at once. A policy and a handle let them in together, a session
 * and an outcome one after the other. What methods return is Java's own memory and stays valid. Policies, sessions and
 * outcomes hold memory that the garbage collector does not see: close them. A cleaner closes what was forgotten, at some
 * time.
 *
 * <p>Instants are exact to the microsecond (what is finer is cut off), of the years 1900 to 2200; null stands for none.
 * Texts that say nothing are empty. Failures are {@link sla.SlaException}.
 */
package sla;
