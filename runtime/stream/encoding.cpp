#include "runtime/stream/encoding.h"

namespace sla::stream {

std::uint64_t checksum(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return hash;
}

void write(Writer& out, const Fact& fact) {
  out.integer(static_cast<std::uint8_t>(fact.kind));
  out.text(fact.subject);
  out.integer(fact.time);
  out.integer(fact.code);
  for (const std::string* text : {&fact.owner, &fact.team, &fact.actor, &fact.id, &fact.into})
    out.text(*text);
  out.integer(fact.sequence);
  out.integer(static_cast<std::uint64_t>(fact.values.size()));
  for (const FieldValue& value : fact.values) {
    out.integer(value.field);
    out.integer(value.set);
    out.integer(value.value);
    out.text(value.text);
  }
}

bool read(Reader& in, Fact& fact) {
  const auto kind = in.integer<std::uint8_t>();
  if (kind > static_cast<std::uint8_t>(Fact::Kind::merge)) return false;
  fact.kind = static_cast<Fact::Kind>(kind);
  fact.subject = in.text();
  fact.time = in.integer<time::Instant>();
  fact.code = in.integer<events::Code>();
  for (std::string* text : {&fact.owner, &fact.team, &fact.actor, &fact.id, &fact.into})
    *text = in.text();
  fact.sequence = in.integer<std::int64_t>();
  const std::uint64_t values = in.count(21);
  for (std::uint64_t v = 0; v < values && !in.failed(); ++v) {
    FieldValue value;
    value.field = in.integer<std::uint32_t>();
    value.set = in.integer<std::uint8_t>();
    value.value = in.integer<std::int64_t>();
    value.text = in.text();
    fact.values.push_back(std::move(value));
  }
  return !in.failed();
}

}  // namespace sla::stream
