#include "mock_server/data/change_log.h"

#include <vector>

#include "base/json/json_cursor.h"
#include "base/json/json_text.h"
#include "base/random.h"
#include "mock_server/data/state_file.h"

namespace sellsign::mock {
namespace {

/// Lines of a log. A line without its end is none.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}

  bool next(std::string_view& line) {
    const std::size_t end = rest_.find('\n');
    if (end == std::string_view::npos) return false;
    line = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    ++number_;
    return true;
  }
  std::size_t number() const { return number_; }

 private:
  std::string_view rest_;
  std::size_t number_ = 0;
};

Problems at_line(Problems problems, const std::string& file, std::size_t line) {
  for (Problem& problem : problems)
    problem.where = file + ":" + std::to_string(line) + " (" + problem.where + ")";
  return problems;
}

}  // namespace

std::string log_head(std::string_view data) {
  std::string head = R"({"follows":)";
  append_json(head, std::to_string(data.size()) + "-" + std::to_string(number_for(data)), HtmlEscape::off);
  return head + "}\n";
}

std::string log_batch(const Store& store, const StoreChanges& changes) {
  std::string erased;
  std::string records;
  for (const std::string& number : changes.numbers)
    store.read(number, [&](const CustomerRecord* record) {
      if (record == nullptr) {
        append_json(erased, number, HtmlEscape::off);
        erased += '\n';
        return;
      }
      if (!records.empty()) records += ',';
      append_record(records, *record);
    });
  return erased + state_head(store.next_id(), store.next_count()) + records + "]}\n";
}

Problems apply_log(Store& store, const std::string& file, std::string_view log) {
  Lines lines(log);
  std::string_view line;
  lines.next(line);  // the head
  std::vector<std::string> erased;
  while (lines.next(line)) {
    if (line.starts_with('"')) {
      JsonCursor cursor(line);
      std::string_view number;
      if (!cursor.read(number))
        return {{file + ":" + std::to_string(lines.number()), "this is no number of a customer"}};
      erased.emplace_back(number);
      continue;
    }
    Store batch(store.first_id());
    if (Problems problems = read_state(batch, file, line); !problems.empty())
      return at_line(std::move(problems), file, lines.number());
    for (const std::string& number : erased) store.erase(number);
    erased.clear();
    batch.for_each([&](const CustomerRecord& record) {
      store.upsert(record.customer.number, [&](CustomerRecord& kept, bool) { kept = record; });
    });
    store.set_next_id(batch.next_id());
    store.set_next_count(batch.next_count());
  }
  return {};
}

}  // namespace sellsign::mock
