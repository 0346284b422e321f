// All templates and inline functions of the headers, for compilers that are to say nothing about
// them.
#include "sla_table.hpp"

template class sla::List<sla::Due, sla_due>;
template class sla::List<sla::Change, sla_change>;

int main() {
  sla::TextTable table({"lead_id"});
  sla::PolicyHandle handle(sla::Policy::open("./policy.so"));
  sla::Session session(*handle.get(), std::move(table).stream());
  session.event(sla::Event("L-1", "mql", sla::Time()).owner("Ann").value("score", "1"));
  for (const sla::Change& change : session.advance(sla::Time())) {
    if (change.action()) return 1;
  }
  return session.due("L-1").empty() ? 0 : 1;
}
