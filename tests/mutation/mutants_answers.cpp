#include "tests/mutation/mutants_tools.h"

namespace sellsign::testing {
namespace {

using http::Reply;

void drop(Json& entity, const char* key) { entity.erase(key); }

/// Puts a key at the end.
void move_last(Json& entity, const char* key) {
  if (!entity.contains(key)) return;
  const Json value = entity[key];
  entity.erase(key);
  entity[key] = value;
}

void rename(Json& entity, const char* from, const char* to) {
  Json renamed = Json::object();
  for (const auto& [key, value] : entity.items()) renamed[key == from ? to : key] = value;
  entity = std::move(renamed);
}

/// A mutant that changes each entity of a kind in every answer.
template <bool (*is_kind)(const Json&), void (*change)(Json&)>
void each(Reply& reply) {
  edit_entities(reply, [](Json& entity) {
    if (is_kind(entity)) change(entity);
  });
}

bool is_any(const Json& entity) { return entity.is_object(); }

void drop_birthplace(Json& entity) { drop(entity, "birthplace"); }
void drop_localisation(Json& entity) { drop(entity, "localisation"); }
void drop_place(Json& entity) { drop(entity, "lastModificationPlace"); }
void add_key(Json& entity) { entity["version"] = 1; }
void snake_case(Json& entity) { rename(entity, "customerCode", "customer_code"); }
void number_last(Json& entity) { move_last(entity, "number"); }
void id_last(Json& entity) { move_last(entity, "id"); }
void value_last(Json& entity) { move_last(entity, "value"); }
void post_code_as_number(Json& entity) {
  entity["postalCode"] = entity["postalCode"].get<std::string>().size();
}
void actor_as_text(Json& entity) { entity["actorId"] = entity["actorId"].dump(); }
void id_as_text(Json& entity) { entity["id"] = entity["id"].dump(); }
void sync_as_text(Json& entity) { entity["syncTimer"] = entity["syncTimer"].dump(); }
void default_as_number(Json& entity) { entity["isDefault"] = entity["isDefault"].get<bool>() ? 1 : 0; }
void null_for_empty(Json& entity) {
  for (Json& value : entity)
    if (value == "") value = nullptr;
}
void drop_empty(Json& entity) {
  Json kept = Json::object();
  for (const auto& [key, value] : entity.items())
    if (value != "") kept[key] = value;
  entity = std::move(kept);
}
void birthdate_never_unset(Json& entity) {
  if (entity["birthdate"] == -1) entity["birthdate"] = 0;
}
void birthdate_never_zero(Json& entity) {
  if (entity["birthdate"] == 0) entity["birthdate"] = -1;
}
void other_place(Json& entity) { entity["lastModificationPlace"] = "CLIENT"; }
void seconds(Json& entity) { entity["syncTimer"] = entity["syncTimer"].get<std::int64_t>() / 1000; }
void phones_swapped(Json& entity) { std::swap(entity["phone"], entity["cellPhone"]); }
void code_is_number(Json& entity) { entity["customerCode"] = entity["number"]; }
void sample_company(Json& entity) { entity["companyName"] = "yourcompany"; }
void registration_empty(Json& entity) { entity["registrationNumber"] = ""; }
void civility_short(Json& entity) { entity["civility"] = "M."; }
void created_earlier(Json& entity) {
  entity["creationDate"] = entity["creationDate"].get<std::int64_t>() - 1;
}
void created_with_each_write(Json& entity) { entity["creationDate"] = entity["syncTimer"]; }
void small_ids(Json& entity) { entity["id"] = entity["id"].get<std::int64_t>() % 1'000'000; }
void unstamped(Json& entity) { entity["lastModificationDate"] = 0; }
void upper_case_mail(Json& entity) { entity["email"] = "ZOE@EXAMPLE.COM"; }

void ascii_only(Reply& reply) {
  if (!is_json(reply)) return;
  for (char& c : reply.body)
    if (static_cast<unsigned char>(c) >= 0x80) c = '?';
}
void html_raw(Reply& reply) {
  for (const auto& [escaped, plain] : {std::pair{"\\u003d", "="}, std::pair{"\\u0026", "&"},
                                       std::pair{"\\u003c", "<"}, std::pair{"\\u003e", ">"}})
    replace_all(reply.body, escaped, plain);
}
void apostrophe_raw(Reply& reply) { replace_all(reply.body, "\\u0027", "'"); }
void content_type_text(Reply& reply) {
  if (is_json(reply)) reply.content_type = "text/html;charset=UTF-8";
}
void content_type_bare(Reply& reply) {
  if (is_json(reply)) reply.content_type = "application/json";
}
void created_status(Reply& reply) {
  if (reply.status == 200) reply.status = 201;
}

Reply other_actor_each_time(OwnedRequest request, const Inner& inner, Memory& memory) {
  Reply reply = inner(request);
  const std::int64_t actor = 141 + static_cast<std::int64_t>(memory.count++);
  edit_entities(reply, [&](Json& entity) {
    if (is_customer(entity)) entity["actorId"] = actor;
  });
  return reply;
}

/// Ids that fall, told and taken the other way round.
Reply falling_ids(OwnedRequest request, const Inner& inner, Memory&) {
  constexpr std::int64_t k_mirror = 9'000'000'000;
  if (const auto id = parameter(request, "id");
      id && id->size() > 5 && id->find_first_not_of("0123456789") == id->npos)
    set_parameter(request, "id", k_mirror - std::stoll(*id));
  Reply reply = inner(request);
  edit_entities(reply, [&](Json& entity) {
    if (entity.contains("id")) entity["id"] = k_mirror - entity["id"].get<std::int64_t>();
  });
  return reply;
}

}  // namespace

std::vector<Mutant> answer_mutants() {
  const auto of_reply = reply_mutant;
  return {
      of_reply("customer-key-dropped", "a customer has 22 keys", "customer",
               each<is_customer, drop_birthplace>),
      of_reply("contractor-key-dropped", "a signatory has 24 keys", "contractor",
               each<is_contractor, drop_localisation>),
      of_reply("property-key-dropped", "a free field has 6 keys", "property", each<is_property, drop_place>),
      of_reply("customer-key-added", "a customer has 22 keys", "customer", each<is_customer, add_key>),
      of_reply("contractor-key-added", "a signatory has 24 keys", "contractor", each<is_contractor, add_key>),
      of_reply("property-key-added", "a free field has 6 keys", "property", each<is_property, add_key>),
      of_reply("key-in-snake-case", "keys are in camelCase", "customer", each<is_customer, snake_case>),
      of_reply("customer-keys-reordered", "number comes first", "customer", each<is_customer, number_last>),
      of_reply("contractor-keys-reordered", "id comes first", "contractor", each<is_contractor, id_last>),
      of_reply("property-keys-reordered", "the value comes third", "property", each<is_property, value_last>),
      of_reply("post-code-as-number", "a post code is text", "customer",
               each<is_customer, post_code_as_number>),
      of_reply("actor-as-text", "actorId is an integer", "customer", each<is_customer, actor_as_text>),
      of_reply("contractor-id-as-text", "an id is an integer", "contractor", each<is_contractor, id_as_text>),
      of_reply("property-id-as-text", "an id is an integer", "property", each<is_property, id_as_text>),
      of_reply("sync-as-text", "syncTimer is an integer", "smoke", each<is_any, sync_as_text>),
      of_reply("default-as-number", "isDefault is a boolean", "contractor",
               each<is_contractor, default_as_number>),
      of_reply("null-for-empty", "what is not set is empty text", "customer",
               each<is_customer, null_for_empty>),
      of_reply("contractor-null-for-empty", "empty text stays", "contractor",
               each<is_contractor, null_for_empty>),
      of_reply("empty-left-out", "empty text is answered", "customer", each<is_customer, drop_empty>),
      of_reply("birthdate-empty-is-0", "an empty birthdate is -1", "customer",
               each<is_customer, birthdate_never_unset>),
      of_reply("birthdate-absent-is--1", "an absent one is 0", "customer",
               each<is_customer, birthdate_never_zero>),
      of_reply("customer-place", "lastModificationPlace is SERVER", "customer",
               each<is_customer, other_place>),
      of_reply("contractor-place", "lastModificationPlace is SERVER", "contractor",
               each<is_contractor, other_place>),
      of_reply("property-place", "lastModificationPlace is SERVER", "property",
               each<is_property, other_place>),
      of_reply("customer-seconds", "times are milliseconds", "customer", each<is_customer, seconds>),
      of_reply("contractor-seconds", "times are milliseconds", "contractor", each<is_contractor, seconds>),
      of_reply("property-seconds", "times are milliseconds", "property", each<is_property, seconds>),
      of_reply("phones-swapped", "phone is not cellPhone", "customer", each<is_customer, phones_swapped>),
      of_reply("contractor-phones-swapped", "phone is not cellPhone", "contractor",
               each<is_contractor, phones_swapped>),
      of_reply("code-is-number", "customerCode is what was submitted", "customer",
               each<is_customer, code_is_number>),
      of_reply("sample-company", "companyName is what was submitted", "customer",
               each<is_customer, sample_company>),
      of_reply("registration-lost", "registrationNumber is kept", "customer",
               each<is_customer, registration_empty>),
      of_reply("civility-shortened", "civility is kept", "customer", each<is_customer, civility_short>),
      of_reply("contractor-civility", "civility is kept", "contractor", each<is_contractor, civility_short>),
      of_reply("created-earlier", "creationDate is syncTimer at first", "customer",
               each<is_customer, created_earlier>),
      of_reply("creation-moves", "creationDate stays", "customer",
               each<is_customer, created_with_each_write>),
      of_reply("ids-of-20-bits", "ids do not fit 32 bits", "wire", each<is_contractor, small_ids>),
      of_reply("modification-date-missing", "lastModificationDate is set", "contractor",
               each<is_contractor, unstamped>),
      of_reply("mail-in-upper-case", "e-mail is kept", "customer", each<is_customer, upper_case_mail>),
      of_reply("ascii-only", "answers are UTF-8", "customer", ascii_only),
      of_reply("html-raw", "= & < > are escaped", "wire", html_raw),
      of_reply("apostrophe-raw", "the apostrophe is escaped", "wire", apostrophe_raw),
      of_reply("content-type-html", "answers are application/json", "smoke", content_type_text),
      of_reply("content-type-without-charset", "the charset is given", "smoke", content_type_bare),
      of_reply("created-201", "success is 200", "smoke", created_status),
      {"actor-changes", "actorId is constant", "customer", other_actor_each_time, {}},
      {"ids-fall", "ids increase", "wire", falling_ids, {}},
  };
}

}  // namespace sellsign::testing
