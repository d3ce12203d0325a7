#include "mock_server/mock/facts.h"

#include <array>

#include "base/utf8.h"
#include "mock_server/calls/trace.h"

namespace sellsign::mock {
namespace {

/// Sorts of characters that the rules of coverage look for.
enum Sort : std::uint8_t { k_percent = 1, k_plus = 2, k_markup = 4, k_apostrophe = 8 };

constexpr auto k_sorts = [] {
  std::array<std::uint8_t, 256> sorts{};
  sorts['%'] = k_percent;
  sorts['+'] = k_plus;
  for (const char c : {'=', '&', '<', '>'}) sorts[static_cast<unsigned char>(c)] = k_markup;
  sorts['\''] = k_apostrophe;
  return sorts;
}();

/// The sorts of a text, in one pass.
unsigned sorts_in(std::string_view text) {
  unsigned sorts = 0;
  for (const char c : text) sorts |= k_sorts[static_cast<unsigned char>(c)];
  return sorts;
}

/// What a field's value tells, by what the field stands for.
std::uint32_t facts_of_field(const api::FieldInfo& row, const api::Argument& argument) {
  const bool empty = argument.text.empty() && argument.type == api::WireType::text;
  const auto when = [](bool holds, std::uint32_t bit) { return holds ? bit : 0; };
  if (row.format == api::Format::birthdate) return empty ? fact::empty_birthdate : fact::filled_birthdate;
  switch (row.role) {
    case api::Role::key:
      return when(empty, fact::empty_number);
    case api::Role::offset:
    case api::Role::size:
      return when(!empty, fact::paged);
    case api::Role::id:
      return when(argument.text == "-1", fact::new_id);
    case api::Role::default_mark:
      return when(argument.text == "true", fact::is_default);
    default:
      return 0;
  }
}

std::uint32_t facts_of_text(const api::Argument& argument) {
  std::uint32_t facts = 0;
  const unsigned sorts = argument.name == api::k_token_name ? 0 : sorts_in(argument.text);
  if ((sorts & k_markup) != 0) facts |= fact::markup;
  if ((sorts & k_apostrophe) != 0) facts |= fact::apostrophe;
  if (argument.notes.beyond_ascii && !is_utf8(argument.text)) facts |= fact::not_utf8;
  return facts;
}

}  // namespace

std::uint32_t facts_of(const ReadRequest& asked, const api::Endpoint* row) {
  const std::string_view query = asked.request.query;
  std::uint32_t facts = 0;
  const unsigned sorts = sorts_in(query);
  if ((sorts & k_percent) != 0) facts |= fact::percent;
  if ((sorts & k_plus) != 0 || ((sorts & k_percent) != 0 && query.find("%20") != std::string_view::npos))
    facts |= fact::plus;
  for (const api::Argument& argument : asked.arguments.all()) {
    facts |= facts_of_text(argument);
    const api::FieldInfo* const field = row == nullptr ? nullptr : row->parameters.find(argument.name);
    if (field != nullptr) facts |= facts_of_field(*field, argument);
  }
  return facts;
}

}  // namespace sellsign::mock
