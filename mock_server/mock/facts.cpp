#include "mock_server/mock/facts.h"

#include "base/utf8.h"
#include "mock_server/calls/trace.h"

namespace sellsign::mock {
namespace {

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
  const bool is_plain = argument.origin == api::Origin::json;
  const PercentNotes notes = is_plain ? notes_of_plain(argument.text) : argument.notes;
  const bool is_token = argument.name == api::k_token_name;
  if (notes.markup && !is_token) facts |= fact::markup;
  if (notes.apostrophe && !is_token) facts |= fact::apostrophe;
  if (notes.beyond_ascii && !is_utf8(argument.text)) facts |= fact::not_utf8;
  if (argument.origin != api::Origin::query) return facts;
  if (notes.escaped) facts |= fact::percent;
  if (notes.space) facts |= fact::plus;
  return facts;
}

}  // namespace

std::uint32_t facts_of(const ReadRequest& asked, const api::Endpoint* row) {
  std::uint32_t facts = 0;
  for (const api::Argument& argument : asked.arguments.all()) {
    facts |= facts_of_text(argument);
    const api::FieldInfo* const field = row == nullptr ? nullptr : row->parameters.find(argument.name);
    if (field != nullptr) facts |= facts_of_field(*field, argument);
  }
  return facts;
}

}  // namespace sellsign::mock
