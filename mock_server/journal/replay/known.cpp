#include "mock_server/journal/replay/known.h"

#include <nlohmann/json.hpp>

#include "base/json/positioned_json.h"

namespace sellsign::mock {
namespace {

/// The answer without what differs from run to run; null when it is no object.
Json facts_of(const JournalEntry& entry) {
  const auto read = read_answer(entry.reply_body);
  if (!read || !(*read)->is_object()) return {};
  Json answer = **read;
  for (const api::FieldInfo& field : entry.row->answer)
    if (field.format == api::Format::timestamp) answer.erase(std::string(field.key));
  return answer;
}

/// Whether the call writes something that belongs to a customer.
bool is_part(const JournalEntry& entry) {
  return entry.row->effect != api::Effect::read && entry.row->parameters.find(api::Role::owner) != nullptr;
}

/// Of the customer that the mock made a number for, the answer knows it.
std::string number_of(const JournalEntry& entry) {
  if (!entry.number.empty()) return entry.number;
  const auto answer = read_answer(entry.reply_body);
  const api::FieldInfo* const key = entry.row->answer.find(api::Role::key);
  if (key == nullptr || !answer || !(*answer)->is_object()) return "";
  const auto number = (*answer)->find(key->key);
  return number != (*answer)->end() && number->is_string() ? number->get<std::string>() : "";
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
  if (is_list(entry.row->returns))
    return customer.standing == Standing::made ? Binding::all : Binding::status;
  if (is_part(entry)) return follow_part(entry, customer, id_will_be_there);
  return entry.row->effect == api::Effect::read ? follow_read(entry, customer)
                                                : follow_upsert(entry, customer);
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

Binding KnownCustomers::follow_part(const JournalEntry& entry, Customer& customer, bool id_will_be_there) {
  if (customer.standing == Standing::made) return Binding::all;
  const bool lost = customer.standing == Standing::lost;
  if (entry.outcome == Outcome::unknown_id) return lost ? Binding::nothing : Binding::all;
  if (!id_will_be_there) return Binding::nothing;
  if (lost || entry.outcome == Outcome::found) return Binding::keys;
  return entry.outcome == Outcome::created ? Binding::all : Binding::given;
}

}  // namespace sellsign::mock
