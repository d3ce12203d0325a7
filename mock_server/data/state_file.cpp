#include "mock_server/data/state_file.h"

#include <algorithm>
#include <vector>

#include "mock_server/store/record_json.h"

namespace sellsign::mock {
namespace {

std::vector<const CustomerRecord*> sorted(const StoreImage& image) {
  std::vector<const CustomerRecord*> records;
  records.reserve(image.counts().customers);
  image.for_each([&](const CustomerRecord& record) { records.push_back(&record); });
  std::ranges::sort(records, {}, [](const CustomerRecord* record) -> const std::string& {
    return record->customer.number;
  });
  return records;
}

std::size_t likely_size(const Counts& counts) {
  return 100 + counts.customers * 750 + counts.contractors * 800 + counts.properties * 200;
}

}  // namespace

void append_record(std::string& out, const CustomerRecord& record) {
  api::append_entity(out, record.customer, HtmlEscape::off);
  out.pop_back();
  append_lists(out, record);
  out += '}';
}

std::string state_head(std::int64_t next_id, std::int64_t next_count) {
  std::string head = "{\"nextId\":";
  append_json(head, next_id);
  head += ",\"nextCount\":";
  append_json(head, next_count);
  return head + ",\"customers\":[";
}

std::string export_state(const StoreImage& image) {
  std::string out;
  out.reserve(likely_size(image.counts()));
  out += state_head(image.next_id(), image.next_count());
  bool first = true;
  for (const CustomerRecord* record : sorted(image)) {
    out += first ? "\n" : ",\n";
    first = false;
    append_record(out, *record);
  }
  out += "\n]}\n";
  return out;
}

std::string export_state(const Store& store) { return export_state(store.freeze()); }

Problems import_state(Store& store, const std::string& file, std::string_view text, Counts& counts) {
  Store fresh(store.first_id());
  if (auto problems = read_state(fresh, file, text); !problems.empty()) return problems;
  counts = fresh.counts();
  store.replace_with(std::move(fresh));
  return {};
}

}  // namespace sellsign::mock
