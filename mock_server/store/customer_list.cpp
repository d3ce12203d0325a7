#include "mock_server/store/customer_list.h"

#include <algorithm>
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

/// The numbers of a page in their order; the others need no order.
std::vector<std::string> page_of(std::vector<std::string> numbers, const CustomerQuery& query) {
  const std::size_t from = std::min(query.offset, numbers.size());
  const std::size_t to = from + std::min(query.limit, numbers.size() - from);
  const auto at = [&](std::size_t i) { return numbers.begin() + static_cast<std::ptrdiff_t>(i); };
  std::nth_element(at(0), at(from), numbers.end());
  std::partial_sort(at(from), at(to), numbers.end());
  return {std::make_move_iterator(at(from)), std::make_move_iterator(at(to))};
}

void append_row(std::string& out, const CustomerRecord& record) {
  api::append_entity(out, record.customer, HtmlEscape::off);
  out.pop_back();
  out += ",\"contractors\":" + std::to_string(record.contractors.size()) +
         ",\"properties\":" + std::to_string(record.properties.size()) + "}";
}

}  // namespace

std::string list_customers(const Store& store, const CustomerQuery& query) {
  std::vector<std::string> numbers;
  if (query.search.empty()) numbers.reserve(store.size());
  Search search(query.search);
  store.for_each([&](const CustomerRecord& record) {
    if (search.matches(record.customer)) numbers.push_back(record.customer.number);
  });
  std::string out = "{\"total\":" + std::to_string(numbers.size()) +
                    ",\"offset\":" + std::to_string(query.offset) + ",\"customers\":[";
  bool first = true;
  for (const std::string& number : page_of(std::move(numbers), query))
    store.read(number, [&](const CustomerRecord* record) {
      if (record == nullptr) return;
      if (!first) out += ',';
      first = false;
      append_row(out, *record);
    });
  return out + "]}";
}

std::string show_customer(const CustomerRecord& record) {
  std::string out = "{\"customer\":";
  api::append_entity(out, record.customer, HtmlEscape::off);
  out += ',';
  append_list(out, "contractors", record.contractors);
  out += ',';
  append_list(out, "properties", record.properties);
  return out + "}";
}

std::optional<std::string> show_customer(const Store& store, std::string_view number) {
  return store.read(number, [](const CustomerRecord* record) {
    return record == nullptr ? std::nullopt : std::optional(show_customer(*record));
  });
}

}  // namespace sellsign::mock
