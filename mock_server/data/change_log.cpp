#include "mock_server/data/change_log.h"

#include <vector>

#include "base/json/json_cursor.h"
#include "base/json/json_text.h"
#include "base/random.h"
#include "base/text.h"
#include "mock_server/data/state_file.h"

namespace sellsign::mock {
namespace {

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
  std::string_view rest = log.substr(0, log.rfind('\n') + 1);  // a line without its end is none
  take_part(rest, '\n');                                       // the head
  std::vector<std::string> erased;
  for (std::size_t line_number = 2; !rest.empty(); ++line_number) {
    const std::string_view line = take_part(rest, '\n');
    if (line.starts_with('"')) {
      JsonCursor cursor(line);
      std::string_view number;
      if (!cursor.read(number))
        return {{file + ":" + std::to_string(line_number), "this is no number of a customer"}};
      erased.emplace_back(number);
      continue;
    }
    Store batch(store.first_id());
    if (Problems problems = read_state(batch, file, line); !problems.empty())
      return at_line(std::move(problems), file, line_number);
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
