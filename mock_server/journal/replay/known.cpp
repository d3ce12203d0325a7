#include "mock_server/journal/replay/known.h"

#include <algorithm>

namespace sellsign::mock {
namespace {

using Json = nlohmann::ordered_json;
using api::Call;

/// The answer without what differs from run to run; null when it is no object.
Json facts_of(const JournalEntry& entry) {
  Json answer = Json::parse(entry.reply_body, nullptr, false);
  if (!answer.is_object()) return {};
  for (const api::FieldInfo& field : entry.row->answer)
    if (field.format == api::Format::timestamp) answer.erase(std::string(field.key));
  return answer;
}

bool is_part(const JournalEntry& entry) {
  return entry.row->call == Call::get_or_create_contractor ||
         entry.row->call == Call::get_or_create_customer_property;
}

/// Of the customer that the mock made a number for, the answer knows it.
std::string number_of(const JournalEntry& entry) {
  if (!entry.number.empty()) return entry.number;
  const Json answer = Json::parse(entry.reply_body, nullptr, false);
  return answer.is_object() && answer.contains("number") && answer["number"].is_string()
             ? answer["number"].get<std::string>()
             : "";
}

}  // namespace

bool KnownCustomers::adopt_customer(const JournalEntry& entry) {
  if (entry.row == nullptr || !is_part(entry) || entry.outcome == Outcome::none ||
      entry.outcome == Outcome::unknown_customer)
    return false;
  Customer& customer = customers_[entry.number];
  if (customer.standing != Standing::foreign) return false;
  customer.standing = Standing::written;
  return true;
}

Binding KnownCustomers::follow(const JournalEntry& entry, bool id_will_be_there) {
  if (entry.row == nullptr || entry.outcome == Outcome::none) return Binding::all;
  Customer& customer = customers_[number_of(entry)];
  if (entry.outcome == Outcome::unknown_customer && customer.standing != Standing::foreign) {
    customer.standing = Standing::lost;
    return Binding::nothing;
  }
  if (entry.outcome == Outcome::unknown_customer) return Binding::all;
  switch (entry.row->call) {
    case Call::select_or_create_customer:
      return follow_upsert(entry, customer);
    case Call::get_customer:
      return follow_read(entry, customer);
    case Call::get_contractors_for:
    case Call::get_customer_property_list_for:
      return follow_list(entry, customer);
    default:
      return follow_part(entry, customer, id_will_be_there);
  }
}

void KnownCustomers::follow_unrepeated(const JournalEntry& entry) {
  const bool changed = entry.outcome == Outcome::created || entry.outcome == Outcome::updated;
  if (entry.row == nullptr || !changed) return;
  Customer& customer = customers_[number_of(entry)];
  if (customer.standing != Standing::foreign) customer.standing = Standing::lost;
}

Binding KnownCustomers::follow_upsert(const JournalEntry& entry, Customer& customer) {
  customer.last = facts_of(entry);
  const bool created = entry.outcome == Outcome::created;
  if (customer.standing == Standing::foreign)
    customer.standing = created ? Standing::made : Standing::written;
  else if (created)  // it was deleted in between, and in a replay it is not
    customer.standing = Standing::lost;
  return customer.standing == Standing::made ? Binding::all : Binding::given;
}

Binding KnownCustomers::follow_read(const JournalEntry& entry, Customer& customer) const {
  if (customer.standing == Standing::foreign) return null_for_unknown_ ? Binding::status : Binding::nothing;
  const Json now = facts_of(entry);
  const bool changed = !now.is_null() && !customer.last.is_null() && now != customer.last;
  if (customer.standing == Standing::made && changed) customer.standing = Standing::lost;
  return customer.standing == Standing::made ? Binding::all : Binding::keys;
}

Binding KnownCustomers::follow_list(const JournalEntry& /*entry*/, Customer& customer) {
  return customer.standing == Standing::made ? Binding::all : Binding::status;
}

Binding KnownCustomers::follow_part(const JournalEntry& entry, Customer& customer, bool id_will_be_there) {
  if (customer.standing == Standing::made) return Binding::all;
  const bool lost = customer.standing == Standing::lost;
  if (entry.outcome == Outcome::unknown_id) return lost ? Binding::nothing : Binding::all;
  if (!id_will_be_there) return Binding::nothing;
  if (lost || entry.outcome == Outcome::found) return Binding::keys;
  return entry.outcome == Outcome::created ? Binding::all : Binding::given;
}

}  // namespace sellsign::mock
