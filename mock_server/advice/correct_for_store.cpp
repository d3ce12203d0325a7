#include <algorithm>
#include <limits>

#include "base/nearest.h"
#include "base/text.h"
#include "mock_server/advice/correction.h"

namespace sellsign::mock {
namespace {

using api::operator""_src;

constexpr std::size_t k_most_numbers = 2'000;

/// The candidate within a slip or two of `wanted`, case apart; empty: none.
std::string nearest_of(const std::string& wanted, std::vector<std::string> candidates) {
  if (wanted.size() > 200) return {};
  std::ranges::sort(candidates);
  const std::string folded = lower(wanted);
  std::size_t best_distance = wanted.size() >= 6 ? 3 : wanted.size() >= 3 ? 2 : 1;
  std::string best;
  for (const std::string& candidate : candidates) {
    if (std::max(candidate.size(), wanted.size()) - std::min(candidate.size(), wanted.size()) > 2) continue;
    const std::size_t distance = edit_distance(folded, lower(candidate));
    if (distance >= best_distance) continue;
    best_distance = distance;
    best = candidate;
  }
  return best;
}

bool is_there(const Store& store, std::string_view number) {
  return store.read(number, [](const CustomerRecord* record) { return record != nullptr; });
}

CorrectedParameter* find(Correction& correction, std::string_view name) {
  const auto found = std::ranges::find(correction.parameters, name, &CorrectedParameter::name);
  return found == correction.parameters.end() ? nullptr : &*found;
}

/// The nearest known customer, or the one to be created first.
void correct_customer(const Refused& refused, CorrectedParameter& number, Correction& correction) {
  if (is_there(refused.store, number.value)) return;
  const std::string near =
      number.made_up ? "" : nearest_of(number.value, refused.store.numbers(k_most_numbers));
  if (!number.made_up)
    correction.note(
        Weight::state,
        "customer " + shown(number.value) + " does not exist; " +
            (near.empty() ? "create it first, as the line below does" : "did you mean " + shown(near) + "?"),
        unknown_customer_source(correction.row->call));
  if (number.value.empty()) number.value = "C-1";
  if (near.empty())
    correction.customer_to_create = number.value;
  else
    number.value = near;
}

std::vector<std::string> ids_of(const CustomerRecord* record, api::Call call) {
  std::vector<std::string> ids;
  if (record == nullptr) return ids;
  if (call == api::Call::get_or_create_contractor)
    for (const api::Contractor& contractor : record->contractors)
      ids.push_back(std::to_string(contractor.id));
  else
    for (const api::Property& property : record->properties) ids.push_back(std::to_string(property.id));
  return ids;
}

void correct_id(const Refused& refused, const std::string& number, CorrectedParameter& id,
                Correction& correction) {
  const api::Call call = correction.row->call;
  const auto ids =
      refused.store.read(number, [&](const CustomerRecord* record) { return ids_of(record, call); });
  if (id.value == "-1" || id.value.empty() || std::ranges::find(ids, id.value) != ids.end()) return;
  const bool contractor = call == api::Call::get_or_create_contractor;
  const std::string near = nearest_of(id.value, ids);
  correction.note(Weight::state,
                  "customer " + shown(number) + " has no " + (contractor ? "signatory" : "free field") +
                      " with the id " + shown(id.value) + "; " +
                      (near.empty() ? "-1 creates one" : "did you mean " + near + "?"),
                  contractor ? "asm.contractor.unknown-id"_src : "asm.property.unknown-id"_src);
  id.value = near.empty() ? "-1" : near;
}

void correct_key(const Refused& refused, CorrectedParameter& key, Correction& correction) {
  const auto& declared = refused.settings.declared_keys;
  if (declared.empty() || std::ranges::find(declared, key.value) != declared.end()) return;
  const std::string near = nearest_of(key.value, declared);
  if (!key.made_up)
    correction.note(Weight::state,
                    "key " + shown(key.value) + " has not been declared; " +
                        (near.empty() ? "declared is " : "did you mean ") +
                        shown(near.empty() ? declared.front() : near) + (near.empty() ? "" : "?"),
                    "asm.property.undeclared"_src);
  key.value = near.empty() ? declared.front() : near;
}

void correct_page(Correction& correction) {
  for (const std::string_view name : {"offset", "size"}) {
    CorrectedParameter* const part = find(correction, name);
    if (part == nullptr || !part->value.starts_with('-')) continue;
    correction.note(Weight::state, shown(name) + " is " + shown(part->value) + ", but must not be negative",
                    "asm.contractor.page-bounds"_src);
    part->value = name == "offset" ? "0" : "100";
  }
}

}  // namespace

const api::Source* unknown_customer_source(api::Call call) {
  switch (call) {
    case api::Call::get_or_create_contractor:
      return "asm.contractor.unknown-customer"_src;
    case api::Call::get_or_create_customer_property:
      return "asm.property.unknown-customer"_src;
    default:
      return "asm.customer.unknown"_src;
  }
}

void correct_for_store(const Refused& refused, Correction& correction) {
  const api::Call call = correction.row->call;
  CorrectedParameter* const number = find(correction, "number");
  CorrectedParameter* const owner = find(correction, "customer_number");
  if (owner != nullptr) {
    correct_customer(refused, *owner, correction);
    if (CorrectedParameter* const id = find(correction, "id"))
      correct_id(refused, owner->value, *id, correction);
    if (CorrectedParameter* const key = find(correction, "key");
        key != nullptr && call == api::Call::get_or_create_customer_property)
      correct_key(refused, *key, correction);
  }
  if (call == api::Call::get_customer && number != nullptr && refused.settings.unknown_customer != "null")
    correct_customer(refused, *number, correction);
  if (call == api::Call::get_contractors_for) correct_page(correction);
}

}  // namespace sellsign::mock
