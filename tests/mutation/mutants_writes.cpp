#include "tests/mutation/mutants_tools.h"

namespace sellsign::testing {
namespace {

using http::Reply;

constexpr std::string_view k_customer = "selectOrCreateCustomer";
constexpr std::string_view k_contractor = "getOrCreateContractor";
constexpr std::string_view k_property = "getOrCreateCustomerProperty";

std::string text(const OwnedRequest& request, std::string_view name) {
  return parameter(request, name).value_or("");
}

/// The first record that was seen under a number is answered for ever.
Reply lost_update(OwnedRequest request, const Inner& inner, Memory& memory) {
  Reply reply = inner(request);
  if (reply.status != 200) return reply;
  if (is_call(request, k_customer)) memory.texts.try_emplace(text(request, "number"), reply.body);
  if (is_call(request, "getCustomer") && reply.body != "null")
    reply.body = memory.texts.try_emplace(text(request, "number"), reply.body).first->second;
  return reply;
}

/// The same for the signatories of a customer, from the first time that they are listed after a write.
Reply lost_contractor_update(OwnedRequest request, const Inner& inner, Memory& memory) {
  Reply reply = inner(request);
  edit_entities(reply, [&](Json& entity) {
    if (!is_contractor(entity)) return;
    const Json first =
        Json::parse(memory.texts.try_emplace(entity["id"].dump(), entity.dump()).first->second);
    if (is_call(request, "getContractorsFor")) entity = first;
  });
  return reply;
}

Reply lost_property_update(OwnedRequest request, const Inner& inner, Memory& memory) {
  Reply reply = inner(request);
  edit_entities(reply, [&](Json& entity) {
    if (!is_property(entity)) return;
    const std::string first =
        memory.texts.try_emplace(entity["id"].dump(), entity["value"].get<std::string>()).first->second;
    if (is_call(request, "getCustomerPropertyListFor")) entity["value"] = first;
  });
  return reply;
}

/// An update answers the record as it was before.
Reply answers_old_record(OwnedRequest request, const Inner& inner, Memory& memory) {
  Reply reply = inner(request);
  if (!is_call(request, k_customer) || reply.status != 200) return reply;
  std::string& last = memory.texts[text(request, "number")];
  if (last.empty()) last = reply.body;
  std::swap(last, reply.body);
  return reply;
}

/// syncTimer keeps the value that it had when an entity was first seen.
template <bool (*is_kind)(const Json&)>
Reply sync_stands(OwnedRequest request, const Inner& inner, Memory& memory) {
  Reply reply = inner(request);
  edit_entities(reply, [&](Json& entity) {
    if (!is_kind(entity)) return;
    const Json& key = entity.contains("number") ? entity["number"] : entity["id"];
    entity["syncTimer"] =
        Json::parse(memory.texts.try_emplace(key.dump(), entity["syncTimer"].dump()).first->second);
  });
  return reply;
}

/// Makes a value unlike all before it, behind a mark that answers never show.
Reply never_found(OwnedRequest request, const Inner& inner, Memory& memory, std::string_view method,
                  const char* name) {
  constexpr std::string_view k_mark = "#mutant";
  if (is_call(request, method) && text(request, "id").starts_with("-1"))
    set_parameter(request, name, text(request, name) + std::string(k_mark) + std::to_string(memory.count++));
  Reply reply = inner(request);
  edit_entities(reply, [&](Json& entity) {
    if (!entity.contains(name) || !entity[name].is_string()) return;
    const auto value = entity[name].get<std::string>();
    entity[name] = value.substr(0, value.find(k_mark));
  });
  return reply;
}
Reply no_dedupe(OwnedRequest request, const Inner& inner, Memory& memory) {
  return never_found(std::move(request), inner, memory, k_contractor, "email");
}
Reply property_always_new(OwnedRequest request, const Inner& inner, Memory& memory) {
  return never_found(std::move(request), inner, memory, k_property, "key");
}

std::string lower(std::string value) {
  for (char& c : value)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return value;
}

/// A signatory is found again by `key` alone.
Reply found_by(OwnedRequest request, const Inner& inner, Memory& memory, const std::string& key) {
  if (!is_call(request, k_contractor) || text(request, "id") != "-1") return inner(request);
  if (const auto found = memory.texts.find(key); found != memory.texts.end()) {
    Reply reply = inner(request);
    reply.body = found->second;
    return reply;
  }
  Reply reply = inner(request);
  if (reply.status == 200) memory.texts[key] = reply.body;
  return reply;
}
std::string person(const OwnedRequest& request) {
  return text(request, "firstname") + "\n" + text(request, "lastname") + "\n" + text(request, "email");
}
Reply dedupe_without_mail(OwnedRequest request, const Inner& inner, Memory& memory) {
  const std::string key =
      text(request, "customer_number") + text(request, "firstname") + text(request, "lastname");
  return found_by(std::move(request), inner, memory, key);
}
Reply dedupe_without_first_name(OwnedRequest request, const Inner& inner, Memory& memory) {
  const std::string key =
      text(request, "customer_number") + text(request, "lastname") + text(request, "email");
  return found_by(std::move(request), inner, memory, key);
}
Reply dedupe_whatever_case(OwnedRequest request, const Inner& inner, Memory& memory) {
  const std::string key = text(request, "customer_number") + lower(person(request));
  return found_by(std::move(request), inner, memory, key);
}
Reply dedupe_over_customers(OwnedRequest request, const Inner& inner, Memory& memory) {
  const std::string key = person(request);
  return found_by(std::move(request), inner, memory, key);
}

/// A signatory that is found is overwritten.
Reply dedupe_overwrites(OwnedRequest request, const Inner& inner, Memory& memory) {
  if (!is_call(request, k_contractor) || text(request, "id") != "-1") return inner(request);
  std::string& id = memory.texts[text(request, "customer_number") + person(request)];
  if (!id.empty()) set_parameter(request, "id", id);
  Reply reply = inner(request);
  edit_entities(reply, [&](const Json& entity) { id = entity["id"].dump(); });
  return reply;
}

/// A positive id is taken for -1.
bool names_a_row(const OwnedRequest& request) {
  const std::string id = text(request, "id");
  return id.size() > 5 && id.find_first_not_of("0123456789") == std::string::npos;
}
Reply contractor_update_creates(OwnedRequest request, const Inner& inner, Memory&) {
  if (is_call(request, k_contractor) && names_a_row(request)) set_parameter(request, "id", -1);
  return inner(request);
}
Reply property_update_creates(OwnedRequest request, const Inner& inner, Memory&) {
  if (is_call(request, k_property) && names_a_row(request)) set_parameter(request, "id", -1);
  return inner(request);
}

/// What an update does not carry is emptied.
Reply update_clears(OwnedRequest request, const Inner& inner, Memory&) {
  for (const char* name : {"phone", "job_title"})
    if (is_call(request, k_customer) && !parameter(request, name)) set_parameter(request, name, "");
  return inner(request);
}
Reply contractor_update_clears(OwnedRequest request, const Inner& inner, Memory&) {
  if (is_call(request, k_contractor) && !parameter(request, "phone")) set_parameter(request, "phone", "");
  return inner(request);
}
/// What an update carries empty keeps its old value.
Reply empty_keeps(OwnedRequest request, const Inner& inner, Memory&) {
  if (is_call(request, k_customer) && parameter(request, "phone") == "") remove_parameter(request, "phone");
  return inner(request);
}

/// Numbers that differ only in case are one: the first that was seen.
Reply number_whatever_case(OwnedRequest request, const Inner& inner, Memory& memory) {
  for (const char* name : {"number", "customer_number"})
    if (const auto number = parameter(request, name))
      set_parameter(request, name, memory.texts.try_emplace(lower(*number), *number).first->second);
  Reply reply = inner(request);
  edit_entities(reply, [&](const Json& entity) {
    if (entity.contains("number")) memory.texts.try_emplace(lower(entity["number"]), entity["number"]);
  });
  return reply;
}

/// Every empty number gives the same customer.
Reply one_generated_number(OwnedRequest request, const Inner& inner, Memory&) {
  if (parameter(request, "number") == "") set_parameter(request, "number", "MS4xNDU2OTEzODE2MDMwLjEyMzQ1");
  return inner(request);
}

/// Every signatory that was once the default stays one.
Reply many_defaults(OwnedRequest request, const Inner& inner, Memory& memory) {
  Reply reply = inner(request);
  edit_entities(reply, [&](Json& entity) {
    if (!is_contractor(entity)) return;
    if (entity["isDefault"] == true) memory.seen.insert(entity["id"].dump());
    entity["isDefault"] = memory.seen.contains(entity["id"].dump());
  });
  return reply;
}
Reply never_default(OwnedRequest request, const Inner& inner, Memory&) {
  if (is_call(request, k_contractor)) set_parameter(request, "is_default", false);
  return inner(request);
}

}  // namespace

std::vector<Mutant> write_mutants() {
  return {
      {"lost-update", "an update is kept", "customer", lost_update, {}},
      {"lost-contractor-update", "an update is kept", "contractor", lost_contractor_update, {}},
      {"lost-property-update", "a new value is kept", "property", lost_property_update, {}},
      {"answers-old-record", "the answer is the final record", "customer", answers_old_record, {}},
      {"customer-sync-stands", "syncTimer moves", "customer", sync_stands<is_customer>, {}},
      {"contractor-sync-stands", "syncTimer moves", "contractor", sync_stands<is_contractor>, {}},
      {"property-sync-stands", "syncTimer moves", "property", sync_stands<is_property>, {}},
      {"no-dedupe", "the same person is one signatory", "contractor", no_dedupe, {}},
      {"dedupe-without-mail", "another e-mail is another signatory", "contractor", dedupe_without_mail, {}},
      {"dedupe-without-first-name",
       "another name, another signatory",
       "contractor",
       dedupe_without_first_name,
       {}},
      {"dedupe-whatever-case", "the comparison is exact", "contractor", dedupe_whatever_case, {}},
      {"dedupe-over-customers",
       "another customer, another signatory",
       "contractor",
       dedupe_over_customers,
       {}},
      {"dedupe-overwrites", "a signatory that is found stays as it is", "contractor", dedupe_overwrites, {}},
      {"contractor-update-creates", "an id updates", "contractor", contractor_update_creates, {}},
      {"property-update-creates", "an id updates", "property", property_update_creates, {}},
      {"property-always-new", "a known key is updated", "property", property_always_new, {}},
      {"update-clears", "what is absent is kept", "customer", update_clears, {}},
      {"contractor-update-clears", "what is absent is kept", "contractor", contractor_update_clears, {}},
      {"empty-keeps", "what is empty becomes empty", "customer", empty_keeps, {}},
      {"number-whatever-case", "numbers are compared exactly", "customer", number_whatever_case, {}},
      {"one-generated-number", "each generated number is new", "customer", one_generated_number, {}},
      {"many-defaults", "one signatory is the default", "contractor", many_defaults, {}},
      {"never-default", "is_default is kept", "contractor", never_default, {}},
  };
}

}  // namespace sellsign::testing
