#include <algorithm>

#include "api/entities.h"
#include "base/nearest.h"
#include "mock_server/advice/correction.h"

namespace sellsign::mock {
namespace {

constexpr std::size_t k_most_numbers = 2'000;

/// The known text within a slip or two of `wanted`, case apart; empty: none.
std::string nearest_of(std::string_view wanted, std::vector<std::string> known) {
  std::ranges::sort(known);
  const std::vector<std::string_view> views(known.begin(), known.end());
  const std::size_t most_slips = wanted.size() >= 6 ? 2 : wanted.size() >= 3 ? 1 : 0;
  return std::string(nearest(wanted, views, most_slips).value_or(""));
}

bool is_there(const Store& store, std::string_view number) {
  return store.read(number, [](const CustomerRecord* record) { return record != nullptr; });
}

/// The corrected parameter of a row; null: there is none, or no row.
CorrectedParameter* find(Correction& correction, const api::FieldInfo* row) {
  if (row == nullptr) return nullptr;
  const auto found = std::ranges::find(correction.parameters, row->name, &CorrectedParameter::name);
  return found == correction.parameters.end() ? nullptr : &*found;
}

/// The nearest known customer, or the one to be created first.
void correct_customer(const Refused& refused, const api::FieldInfo& row, CorrectedParameter& number,
                      Correction& correction) {
  if (is_there(refused.store, number.value)) return;
  const std::string near =
      number.made_up ? "" : nearest_of(number.value, refused.store.numbers(k_most_numbers));
  if (!number.made_up)
    correction.note(
        Weight::state,
        "customer " + shown(number.value) + " does not exist; " +
            (near.empty() ? "create it first, as the line below does" : "did you mean " + shown(near) + "?"),
        row.refused_source);
  if (number.value.empty()) number.value = placeholder(row);
  if (near.empty())
    correction.customer_to_create = number.value;
  else
    number.value = near;
}

template <class E>
void add_ids(const std::vector<E>& entities, const api::Shape& wanted, std::vector<std::string>& ids) {
  if (wanted.name != api::shape_of<E>.name) return;
  for (const E& entity : entities) ids.push_back(std::to_string(entity.id));
}

/// The ids that a customer's entities of that shape have.
std::vector<std::string> ids_of(const CustomerRecord* record, const api::Shape& wanted) {
  std::vector<std::string> ids;
  if (record == nullptr) return ids;
  for_each_list(*record, [&](const RecordList&, const auto& list) { add_ids(list, wanted, ids); });
  return ids;
}

void correct_id(const Refused& refused, const std::string& number, const api::FieldInfo& row,
                CorrectedParameter& id, Correction& correction) {
  const api::Shape& wanted = correction.row->answer;
  const auto ids =
      refused.store.read(number, [&](const CustomerRecord* record) { return ids_of(record, wanted); });
  if (id.value == "-1" || id.value.empty() || std::ranges::find(ids, id.value) != ids.end()) return;
  const std::string near = nearest_of(id.value, ids);
  correction.note(Weight::state,
                  "customer " + shown(number) + " has no " + std::string(wanted.word) + " with the id " +
                      shown(id.value) + "; " +
                      (near.empty() ? "-1 creates one" : "did you mean " + near + "?"),
                  row.refused_source);
  id.value = near.empty() ? "-1" : near;
}

void correct_key(const Refused& refused, const api::FieldInfo& row, CorrectedParameter& key,
                 Correction& correction) {
  const auto& declared = refused.settings.declared_keys;
  if (declared.empty() || std::ranges::find(declared, key.value) != declared.end()) return;
  const std::string near = nearest_of(key.value, declared);
  if (!key.made_up)
    correction.note(Weight::state,
                    "key " + shown(key.value) + " has not been declared; " +
                        (near.empty() ? "declared is " : "did you mean ") +
                        shown(near.empty() ? declared.front() : near) + (near.empty() ? "" : "?"),
                    row.refused_source);
  key.value = near.empty() ? declared.front() : near;
}

void correct_page(Correction& correction) {
  for (const api::Role role : {api::Role::offset, api::Role::size}) {
    const api::FieldInfo* const row = correction.row->parameters.find(role);
    CorrectedParameter* const part = find(correction, row);
    if (part == nullptr || !part->value.starts_with('-')) continue;
    correction.note(Weight::state,
                    shown(row->name) + " is " + shown(part->value) + ", but must not be negative",
                    row->refused_source);
    part->value = row->example;
  }
}

}  // namespace

bool refuses_unknown_customer(const api::Endpoint& call, const Settings& settings) {
  if (call.returns == api::ReturnForm::nullable) return settings.unknown_customer != "null";
  return !is_list(call.returns);
}

void correct_for_store(const Refused& refused, Correction& correction) {
  const api::Shape& rows = correction.row->parameters;
  const api::FieldInfo* const owner_row = rows.find(api::Role::owner);
  const api::FieldInfo* const id_row = rows.find(api::Role::id);
  const api::FieldInfo* const key_row = rows.find(api::Role::declared);
  if (CorrectedParameter* const owner = find(correction, owner_row)) {
    if (refuses_unknown_customer(*correction.row, refused.settings))
      correct_customer(refused, *owner_row, *owner, correction);
    if (CorrectedParameter* const id = find(correction, id_row))
      correct_id(refused, owner->value, *id_row, *id, correction);
    if (CorrectedParameter* const key = find(correction, key_row))
      correct_key(refused, *key_row, *key, correction);
  }
  correct_page(correction);
}

}  // namespace sellsign::mock
