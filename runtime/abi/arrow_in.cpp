#include "runtime/abi/arrow_in.h"

#include <charconv>
#include <cmath>
#include <cstring>
#include <deque>

#include <fmt/format.h>

#include "runtime/abi/guard.h"
#include "runtime/time/instant.h"

namespace sla::abi {
namespace {

using Text = ingest::abi::Text;
using ingest::abi::cell_of;
__extension__ typedef unsigned __int128 Wide;

bool is_set(const void* bits, std::int64_t index) {
  return (static_cast<const std::uint8_t*>(bits)[index / 8] >> (index % 8) & 1) != 0;
}

template <class T>
T at(const void* buffer, std::int64_t index) {
  T value;
  std::memcpy(&value, static_cast<const char*>(buffer) + index * std::int64_t{sizeof(T)},
              sizeof value);
  return value;
}

/// A double as people write it: exact where it is short, never with an exponent.
std::string number_text(double value) {
  std::string text = fmt::format("{}", value);
  return text.contains('e') ? fmt::format("{:.6f}", value) : text;
}

/// A 128-bit integer with a decimal point.
std::string decimal_text(std::int64_t high, std::uint64_t low, int scale) {
  const bool negative = high < 0;
  Wide value = static_cast<Wide>(static_cast<std::uint64_t>(high)) << 64 | low;
  if (negative) value = -value;
  std::string digits;
  for (; value != 0; value /= 10)
    digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(value % 10)));
  while (static_cast<int>(digits.size()) <= scale) digits.insert(digits.begin(), '0');
  if (scale > 0) {
    digits.insert(digits.end() - scale, '.');
    while (digits.back() == '0') digits.pop_back();
    if (digits.back() == '.') digits.pop_back();
  }
  return negative ? "-" + digits : digits;
}

/// How a column's cells are written as text.
enum class Form : std::uint8_t {
  nothing,
  text32,
  text64,
  view,
  dictionary,
  boolean,
  number,
  real32,
  real64,
  decimal,
  days,
  date64,
  timestamp
};

/// Of an integer type its size, negative when signed; else 0.
int integer_size(std::string_view format) {
  if (format.size() != 1) return 0;
  switch (format[0]) {
    case 'c': return -1;
    case 'C': return 1;
    case 's': return -2;
    case 'S': return 2;
    case 'i': return -4;
    case 'I': return 4;
    case 'l': return -8;
    case 'L': return 8;
    default: return 0;
  }
}

std::int64_t integer_at(const void* buffer, std::int64_t index, int size) {
  switch (size) {
    case -1: return at<std::int8_t>(buffer, index);
    case 1: return at<std::uint8_t>(buffer, index);
    case -2: return at<std::int16_t>(buffer, index);
    case 2: return at<std::uint16_t>(buffer, index);
    case -4: return at<std::int32_t>(buffer, index);
    case 4: return at<std::uint32_t>(buffer, index);
    default: return at<std::int64_t>(buffer, index);
  }
}

}  // namespace

struct ArrowReader::Column {
  std::size_t index = 0;  ///< Among the stream's.
  std::string name;
  Form form = Form::nothing;
  int integer = 0;  ///< Of numbers and dictionary indices.
  int scale = 0;
  std::int64_t per_second = 0;  ///< Of timestamps.
  bool has_zone = false;
  std::unique_ptr<Column> values;  ///< Of a dictionary.
  std::vector<Text> cells;
  std::deque<std::string> made;  ///< Texts that are not the stream's own.
};

ArrowReader::ArrowReader(ArrowArrayStream* stream, std::string what)
    : stream_(stream), what_(std::move(what)) {
  // The destructor does not run when a constructor throws.
  try {
    if (stream_->release == nullptr || stream_->get_schema == nullptr ||
        stream_->get_next == nullptr)
      refuse(SLA_INVALID_ARGUMENT, "the stream of " + what_ + " is released already");
    if (stream_->get_schema(stream_, &schema_) != 0) {
      const char* said =
          stream_->get_last_error == nullptr ? nullptr : stream_->get_last_error(stream_);
      refuse_data(fmt::format("has no schema: {}", said == nullptr ? "no reason given" : said));
    }
    if (schema_.format == nullptr || std::string_view(schema_.format) != "+s" ||
        schema_.n_children < 0)
      refuse_data("is not of structs: a table's columns are a struct's members");
    for (std::int64_t c = 0; c < schema_.n_children; ++c) {
      const ArrowSchema* child = schema_.children[c];
      if (child == nullptr || child->format == nullptr) refuse_data("has a column without a type");
      names_.emplace_back(child->name == nullptr ? "" : child->name);
    }
  } catch (...) {
    if (schema_.release != nullptr) schema_.release(&schema_);
    if (stream_->release != nullptr) stream_->release(stream_);
    throw;
  }
}

ArrowReader::~ArrowReader() {
  chunk_.reset();
  release_batch();
  if (schema_.release != nullptr) schema_.release(&schema_);
  if (stream_->release != nullptr) stream_->release(stream_);
}

void ArrowReader::release_batch() {
  if (batch_.release != nullptr) batch_.release(&batch_);
  batch_ = {};
}

void ArrowReader::refuse_data(const std::string& why) const {
  refuse(SLA_BAD_DATA, fmt::format("the stream of {} {}", what_, why));
}

namespace {

/// False when cells of the type cannot be read as text.
bool understand(const ArrowSchema& schema, Form& form, int& integer, int& scale,
                std::int64_t& per_second, bool& has_zone) {
  const std::string_view format = schema.format;
  integer = integer_size(format);
  if (schema.dictionary != nullptr) {
    form = Form::dictionary;
    return integer != 0;
  }
  if (integer != 0) form = Form::number;
  else if (format == "n") form = Form::nothing;
  else if (format == "u" || format == "z") form = Form::text32;
  else if (format == "U" || format == "Z") form = Form::text64;
  else if (format == "vu" || format == "vz") form = Form::view;
  else if (format == "b") form = Form::boolean;
  else if (format == "f") form = Form::real32;
  else if (format == "g") form = Form::real64;
  else if (format == "tdD") form = Form::days;
  else if (format == "tdm") form = Form::date64;
  else if (format.starts_with("ts") && format.size() >= 4) {
    form = Form::timestamp;
    constexpr std::string_view kUnits = "smun";
    const std::size_t unit = kUnits.find(format[2]);
    if (unit == kUnits.npos || format[3] != ':') return false;
    per_second = 1;
    for (std::size_t i = 0; i < unit; ++i) per_second *= 1000;
    has_zone = format.size() > 4;
  } else if (format.starts_with("d:")) {
    // "d:19,4" or "d:19,4,128".
    form = Form::decimal;
    const std::size_t comma = format.find(',');
    const std::size_t width = comma == format.npos ? comma : format.find(',', comma + 1);
    if (comma == format.npos || (width != format.npos && format.substr(width) != ",128"))
      return false;
    const std::string_view digits = format.substr(comma + 1, width - comma - 1);
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), scale);
    return read.ec == std::errc() && scale >= 0 && scale <= 38;
  } else {
    return false;
  }
  return true;
}

}  // namespace

void ArrowReader::choose(const std::vector<std::size_t>& columns) {
  chosen_.clear();
  const auto make = [&](const ArrowSchema& schema, Column& column) {
    if (understand(schema, column.form, column.integer, column.scale, column.per_second,
                   column.has_zone))
      return;
    refuse_data(
        fmt::format("has a column `{}` of the type `{}`, which is no text, number, time or truth "
                    "value; cast it",
                    column.name, schema.format));
  };
  for (const std::size_t index : columns) {
    const ArrowSchema& schema = *schema_.children[index];
    Column& column = chosen_.emplace_back();
    column.index = index;
    column.name = names_[index];
    make(schema, column);
    if (column.form != Form::dictionary) continue;
    column.values = std::make_unique<Column>();
    column.values->name = column.name;
    make(*schema.dictionary, *column.values);
    if (column.values->form == Form::dictionary) refuse_data("has a dictionary of dictionaries");
  }
}

bool ArrowReader::next() {
  chunk_.reset();
  release_batch();
  if (const int failed = stream_->get_next(stream_, &batch_); failed != 0) {
    batch_ = {};
    const char* said =
        stream_->get_last_error == nullptr ? nullptr : stream_->get_last_error(stream_);
    refuse_data(fmt::format("failed: {}", said == nullptr ? std::strerror(failed) : said));
  }
  if (batch_.release == nullptr) return false;
  if (batch_.length < 0 || batch_.offset < 0 || batch_.n_children != schema_.n_children)
    refuse_data("has a batch that is not of its schema");
  std::vector<ingest::Chunk::Column> columns;
  for (Column& column : chosen_) {
    const ArrowArray* array = batch_.children[column.index];
    if (array == nullptr || array->length < batch_.offset + batch_.length || array->offset < 0)
      refuse_data(fmt::format("has a batch whose column `{}` is too short", column.name));
    read_column(column, *array, array->offset + batch_.offset, batch_.length);
    columns.push_back({column.cells.data(), nullptr});
  }
  chunk_ = std::make_unique<ingest::Chunk>(static_cast<std::uint64_t>(batch_.length),
                                           std::move(columns));
  return true;
}

void ArrowReader::put(Column& column, std::size_t row, std::string_view text) {
  if (text.size() > UINT32_MAX) refuse_data("has a text of more than 4 GB");
  column.cells[row] = cell_of(text);
}

void ArrowReader::read_column(Column& column, const ArrowArray& array, std::int64_t first,
                              std::int64_t rows) {
  column.cells.assign(static_cast<std::size_t>(rows), cell_of(""));
  column.made.clear();
  if (column.form == Form::nothing || rows == 0) return;
  const bool is_text = column.form == Form::text32 || column.form == Form::text64;
  const std::int64_t needed = column.form == Form::view ? 3 : is_text ? 3 : 2;
  if (array.n_buffers < needed || array.buffers == nullptr || array.buffers[1] == nullptr)
    refuse_data(fmt::format("has a batch whose column `{}` has no values", column.name));
  const void* valid = array.buffers[0];
  const void* values = array.buffers[1];
  if (column.form == Form::dictionary) {
    if (array.dictionary == nullptr || array.dictionary->length < 0 || array.dictionary->offset < 0)
      refuse_data(fmt::format("has a batch whose column `{}` has no dictionary", column.name));
    read_column(*column.values, *array.dictionary, array.dictionary->offset,
                array.dictionary->length);
  }
  const auto own = [&](std::string text) -> std::string_view {
    return column.made.emplace_back(std::move(text));
  };
  for (std::int64_t i = 0; i < rows; ++i) {
    const std::int64_t at_row = first + i;
    const auto row = static_cast<std::size_t>(i);
    if (valid != nullptr && !is_set(valid, at_row)) continue;
    switch (column.form) {
      case Form::nothing: break;
      case Form::text32:
      case Form::text64: {
        const bool small = column.form == Form::text32;
        const std::int64_t begin =
            small ? at<std::int32_t>(values, at_row) : at<std::int64_t>(values, at_row);
        const std::int64_t end =
            small ? at<std::int32_t>(values, at_row + 1) : at<std::int64_t>(values, at_row + 1);
        if (begin < 0 || end < begin || (end > begin && array.buffers[2] == nullptr))
          refuse_data(fmt::format("has a text in `{}` that ends before it begins", column.name));
        if (end > begin) {
          put(column, row,
              {static_cast<const char*>(array.buffers[2]) + begin,
               static_cast<std::size_t>(end - begin)});
        }
        break;
      }
      case Form::view: {
        const char* cell = static_cast<const char*>(values) + at_row * 16;
        const auto length = at<std::int32_t>(cell, 0);
        if (length < 0) refuse_data(fmt::format("has a text in `{}` of no length", column.name));
        if (length <= 12) {
          put(column, row, {cell + 4, static_cast<std::size_t>(length)});
          break;
        }
        const auto buffer = at<std::int32_t>(cell, 2);
        const auto offset = at<std::int32_t>(cell, 3);
        if (buffer < 0 || buffer + 3 >= array.n_buffers || offset < 0 ||
            array.buffers[buffer + 2] == nullptr)
          refuse_data(fmt::format("has a text in `{}` that is nowhere", column.name));
        put(column, row,
            {static_cast<const char*>(array.buffers[buffer + 2]) + offset,
             static_cast<std::size_t>(length)});
        break;
      }
      case Form::dictionary: {
        const std::int64_t index = integer_at(values, at_row, column.integer);
        if (index < 0 || static_cast<std::uint64_t>(index) >= column.values->cells.size())
          refuse_data(fmt::format("has a value in `{}` that its dictionary has not", column.name));
        column.cells[row] = column.values->cells[static_cast<std::size_t>(index)];
        break;
      }
      case Form::boolean: put(column, row, is_set(values, at_row) ? "yes" : "no"); break;
      case Form::number: {
        const std::int64_t value = integer_at(values, at_row, column.integer);
        put(column, row,
            own(column.integer == 8 ? std::to_string(static_cast<std::uint64_t>(value))
                                    : std::to_string(value)));
        break;
      }
      case Form::real32:
      case Form::real64: {
        const double value = column.form == Form::real32
                                 ? static_cast<double>(at<float>(values, at_row))
                                 : at<double>(values, at_row);
        // What libraries without nulls in such columns write for one.
        if (std::isnan(value)) break;
        put(column, row,
            own(column.form == Form::real32
                    ? number_text(std::stod(fmt::format("{}", static_cast<float>(value))))
                    : number_text(value)));
        break;
      }
      case Form::decimal: {
        const auto low = at<std::uint64_t>(values, at_row * 2);
        const auto high = at<std::int64_t>(values, at_row * 2 + 1);
        put(column, row, own(decimal_text(high, low, column.scale)));
        break;
      }
      case Form::days:
      case Form::date64: {
        const std::int64_t day = column.form == Form::days
                                     ? at<std::int32_t>(values, at_row)
                                     : at<std::int64_t>(values, at_row) / 86'400'000;
        if (day < time::kMinInstant / time::kDay || day > time::kMaxInstant / time::kDay)
          put(column, row, own(fmt::format("day {} since 1970", day)));
        else put(column, row, own(time::format_date(static_cast<time::Date>(day))));
        break;
      }
      case Form::timestamp: {
        const auto value = at<std::int64_t>(values, at_row);
        const std::int64_t second = value / column.per_second, rest = value % column.per_second;
        if (second < time::kMinInstant / 1'000'000 || second > time::kMaxInstant / 1'000'000) {
          put(column, row, own(fmt::format("instant {}", value)));
          break;
        }
        const std::int64_t micros =
            second * 1'000'000 +
            (column.per_second > 1'000'000 ? rest / 1000 : rest * (1'000'000 / column.per_second));
        std::string text = time::format_utc(micros);
        if (!column.has_zone) text.pop_back();  // The `Z`.
        put(column, row, own(std::move(text)));
        break;
      }
    }
  }
}

}  // namespace sla::abi
