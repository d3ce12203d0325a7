#include "mock_server/store/customer_list.h"

#include <algorithm>
#include <span>
#include <vector>

#include "mock_server/store/record_json.h"

namespace sellsign::mock {
namespace {

/// Writes the text with capital letters of ASCII and Latin-1 made small, and returns its end.
char* fold(std::string_view text, char* out) {
  unsigned char before = 0;
  for (const char given : text) {
    auto c = static_cast<unsigned char>(given);
    const bool is_capital =
        before == 0xC3 ? c >= 0x80 && c <= 0x9E && c != 0x97 : c >= 'A' && c <= 'Z';  // C3 97: multiplication
    c = is_capital ? c + 0x20 : c;
    *out++ = static_cast<char>(c);
    before = c;
  }
  return out;
}

/// Tells which customers match a search.
class Search {
 public:
  explicit Search(std::string_view wanted) : wanted_(wanted) { fold(wanted, wanted_.data()); }

  bool matches(const api::Customer& customer) {
    if (wanted_.empty()) return true;
    constexpr std::string_view k_between = "\xFF";  // in no text
    const std::string_view parts[] = {customer.number,   k_between,          customer.company_name,
                                      k_between,         customer.firstname, " ",
                                      customer.lastname, k_between,          customer.email};
    std::size_t size = 0;
    for (const std::string_view part : parts) size += part.size();
    if (text_.size() < size) text_.resize(size);
    char* end = text_.data();
    for (const std::string_view part : parts) end = fold(part, end);
    return std::string_view(text_.data(), size).find(wanted_) != std::string_view::npos;
  }

 private:
  std::string wanted_;
  std::string text_;
};

using Found = std::vector<const CustomerRecord*>;

/// Those of a page in the order of their numbers; the others need no order.
std::span<const CustomerRecord* const> page_of(Found& found, const CustomerQuery& query) {
  const std::size_t from = std::min(query.offset, found.size());
  const std::size_t to = from + std::min(query.limit, found.size() - from);
  const auto at = [&](std::size_t i) { return found.begin() + static_cast<std::ptrdiff_t>(i); };
  const auto by_number = [](const CustomerRecord* a, const CustomerRecord* b) {
    return a->customer.number < b->customer.number;
  };
  std::nth_element(at(0), at(from), found.end(), by_number);
  std::partial_sort(at(from), at(to), found.end(), by_number);
  return std::span(found).subspan(from, to - from);
}

void append_row(std::string& out, const CustomerRecord& record) {
  api::append_entity(out, record.customer, HtmlEscape::off);
  out.pop_back();
  for_each_list(record, [&](const RecordList& row, const auto& list) {
    out.append(",\"").append(row.key).append("\":").append(std::to_string(list.size()));
  });
  out += '}';
}

}  // namespace

std::string list_customers(const Store& store, const CustomerQuery& query) {
  const StoreImage image = store.freeze();
  Found found;
  if (query.search.empty()) found.reserve(image.counts().customers);
  Search search(query.search);
  image.for_each([&](const CustomerRecord& record) {
    if (search.matches(record.customer)) found.push_back(&record);
  });
  std::string out = "{\"total\":" + std::to_string(found.size()) +
                    ",\"offset\":" + std::to_string(query.offset) + ",\"customers\":[";
  bool first = true;
  for (const CustomerRecord* record : page_of(found, query)) {
    if (!first) out += ',';
    first = false;
    append_row(out, *record);
  }
  return out + "]}";
}

std::string show_customer(const CustomerRecord& record) {
  std::string out = "{\"customer\":";
  api::append_entity(out, record.customer, HtmlEscape::off);
  append_lists(out, record);
  return out + "}";
}

std::optional<std::string> show_customer(const Store& store, std::string_view number) {
  return store.read(number, [](const CustomerRecord* record) {
    return record == nullptr ? std::nullopt : std::optional(show_customer(*record));
  });
}

}  // namespace sellsign::mock
