#include "harness/scenario/feeder.h"

#include <algorithm>
#include <filesystem>

#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/random.h"
#include "base/result.h"

namespace sellsign::harness {
namespace {

constexpr std::uintmax_t k_largest_rows_file = 64U << 20U;
constexpr std::size_t k_most_columns = 1'000;

/// Reads the fields of one CSV text, line by line.
class CsvReader {
 public:
  explicit CsvReader(std::string_view text) : text_(text) {}

  bool at_end() const { return at_ >= text_.size(); }
  bool at_line_end() const { return text_[at_] == '\n' || text_[at_] == '\r'; }
  int line() const { return line_; }

  /// The fields of the next line, or what is wrong with it.
  Result<std::vector<std::string>> next() {
    std::vector<std::string> fields;
    for (;;) {
      auto field = next_field();
      if (!field) return field.error();
      fields.push_back(*std::move(field));
      if (at_end()) return fields;
      const char end = text_[at_++];
      if (end == ',') continue;
      if (end == '\r' && !at_end() && text_[at_] == '\n') ++at_;
      ++line_;
      return fields;
    }
  }

 private:
  static bool ends_field(char c) { return c == ',' || c == '\n' || c == '\r'; }

  Result<std::string> next_field() {
    std::string field;
    if (at_end() || text_[at_] != '"') {
      while (!at_end() && !ends_field(text_[at_])) field += text_[at_++];
      if (field.find('"') != std::string::npos)
        return usage_error("a quote inside a field that does not begin with one");
      return field;
    }
    for (++at_; !at_end(); ++at_) {
      if (text_[at_] == '\n') ++line_;
      if (text_[at_] != '"') {
        field += text_[at_];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        field += text_[++at_];
      } else {
        ++at_;
        if (at_end() || ends_field(text_[at_])) return field;
        return usage_error("text behind the closing quote of a field");
      }
    }
    return usage_error("a field in quotes that is not closed");
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 1;
};

Error wrong(const std::string& file, int line, const std::string& what) {
  return usage_error(file + ":" + std::to_string(line) + ": " + what);
}

std::string too_many_columns() {
  return "more than " + std::to_string(k_most_columns) + " columns are not read";
}

/// The first text that stands in front of an equal one; null: there is none.
const std::string* first_twin(const std::vector<std::string>& texts) {
  for (auto one = texts.begin(); one != texts.end(); ++one)
    if (std::find(one + 1, texts.end(), *one) != texts.end()) return &*one;
  return nullptr;
}

Result<Table> read_csv(const std::string& file, std::string_view text) {
  Table table;
  CsvReader reader(text);
  while (!reader.at_end()) {
    const int line = reader.line();
    const bool is_blank = reader.at_line_end();
    const auto fields = reader.next();
    if (!fields) return wrong(file, line, fields.error().message);
    if (is_blank) continue;
    if (table.columns.empty()) {
      table.columns = *fields;
      if (fields->size() > k_most_columns) return wrong(file, line, too_many_columns());
      if (const auto* const again = first_twin(table.columns))
        return wrong(file, line, "there are two columns called \"" + *again + "\"");
      continue;
    }
    if (fields->size() != table.columns.size())
      return wrong(file, line,
                   std::to_string(fields->size()) + " fields, but the first line has " +
                       std::to_string(table.columns.size()) + " names");
    table.rows.emplace_back(fields->begin(), fields->end());
  }
  return table;
}

Result<Table> read_objects(const std::string& file, std::string_view text) {
  PositionedJson document;
  const auto problems = read_json(file, text, JsonDialect::commented, document);
  if (!problems.empty()) return usage_error(problems.front().where + ": " + problems.front().what);
  const Json& list = document.value();
  if (!list.is_array()) return wrong(file, 1, "a list of objects is expected");
  Table table;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string where = document.value_at(list[i]).text() + ": ";
    if (!list[i].is_object()) return usage_error(where + "an object is expected");
    if (list[i].size() > k_most_columns) return usage_error(where + too_many_columns());
    if (i == 0)
      for (const auto& [name, value] : list[i].items()) table.columns.push_back(name);
    if (list[i].size() != table.columns.size())
      return usage_error(where + "its keys are not those of the first object");
    std::vector<Json> row;
    for (const std::string& name : table.columns) {
      const auto found = list[i].find(name);
      if (found == list[i].end()) return usage_error(where + "\"" + name + "\" is missing");
      row.push_back(*found);
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace

Result<Table> read_table(const std::string& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error) return usage_error(file + ": cannot be read: " + error.message());
  if (size > k_largest_rows_file) return usage_error(file + ": is larger than 64 MiB");
  const auto text = read_text_file(file);
  if (!text) return text.error();
  auto table = file.ends_with(".json") ? read_objects(file, *text) : read_csv(file, *text);
  if (table && table->rows.empty()) return usage_error(file + ": there are no rows in it");
  return table;
}

bool Feeder::feed(std::uint64_t n, std::uint64_t seed,
                  const std::function<void(std::size_t variable, const Json& value)>& set) const {
  if (rows == nullptr) {
    set(0, Json(numbers_from + static_cast<std::int64_t>(n)));
    return true;
  }
  if (mode == FeedMode::once && n >= rows->size()) return false;
  const std::uint64_t place = mode == FeedMode::random ? random_at(seed_for(name, seed), n) : n;
  const auto& row = (*rows)[place % rows->size()];
  for (std::size_t i = 0; i < row.size(); ++i) set(i, row[i]);
  return true;
}

std::optional<std::uint64_t> Feeder::limit() const {
  return rows != nullptr && mode == FeedMode::once ? std::optional<std::uint64_t>(rows->size())
                                                   : std::nullopt;
}

}  // namespace sellsign::harness
