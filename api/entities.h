#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>

#include "api/fields.h"
#include "api/row_index.h"

namespace sellsign::api {

/// The third party that signatories and transactions belong to. `number` is its key.
struct Customer {
  std::string number;
  Timestamp sync_timer{};  // beside the number: what every write touches lies together
  Timestamp creation_date{};
  std::int64_t actor_id = 0;
  std::string civility;
  std::string firstname;
  std::string lastname;
  std::string address_1;
  std::string address_2;
  std::string postal_code;
  std::string city;
  std::string phone;
  std::string email;
  std::string last_modification_place;
  std::string company_name;
  std::string country;
  std::string cell_phone;
  std::string job_title;
  std::string registration_number;
  Timestamp birthdate{};
  std::string birthplace;
  std::string customer_code;

  bool operator==(const Customer&) const = default;
};

/// A signatory of a customer. `id` -1 asks for a new one.
struct Contractor {
  std::int64_t id = -1;
  std::string customer_number;
  std::string civility;
  std::string firstname;
  std::string lastname;
  std::string email;
  std::string address_1;
  std::string address_2;
  std::string postal_code;
  std::string city;
  std::string country;
  std::string cell_phone;
  std::string phone;
  std::string company_name;
  bool is_default = false;
  std::string job_title;
  std::string registration_number;
  Timestamp birthdate{};
  std::string birthplace;
  std::string category;
  std::string localisation;
  Timestamp sync_timer{};
  Timestamp last_modification_date{};
  std::string last_modification_place;

  bool operator==(const Contractor&) const = default;
};

/// A free field of a customer. `id` -1 asks for a new one.
struct Property {
  std::int64_t id = -1;
  std::string key;
  std::string value;
  std::string customer_number;
  Timestamp sync_timer{};
  std::string last_modification_place;

  bool operator==(const Property&) const = default;
};

/// Asks for one customer, or for its properties.
struct CustomerKey {
  std::string number;
};

/// Asks for one page of a customer's signatories.
struct ContractorPage {
  std::string number;
  std::int64_t offset = 0;
  std::int64_t size = 0;
};

// The rows stand in the order of the answer's keys; `position` is the place in the vendor's parameter list.

inline constexpr auto k_customer_fields = std::to_array<Field<Customer>>({
    {{"number", "number", 1, Need::mandatory, Format::text, Privacy::open, "doc.customer.key"_src,
      "unique number of a new or existing customer, chosen by the caller"},
     &Customer::number},
    {{"", "actorId", 0, Need::answer, Format::integer, Privacy::open, "doc.customer.answer-keys"_src,
      "id of the licence's actor"},
     &Customer::actor_id},
    {{"", "syncTimer", 0, Need::answer, Format::timestamp, Privacy::open,
      "doc.customer.creation-equals-sync"_src, "last write"},
     &Customer::sync_timer},
    {{"civility", "civility", 2, Need::mandatory, Format::text, Privacy::open, "doc.customer.civility"_src,
      "salutation: MONSIEUR, MADAME, MADEMOISELLE", "title", "asm.customer.title"_src},
     &Customer::civility},
    {{"firstname", "firstname", 3, Need::mandatory, Format::text, Privacy::personal,
      "doc.customer.mandatory"_src, "first name of the contact"},
     &Customer::firstname},
    {{"lastname", "lastname", 4, Need::mandatory, Format::text, Privacy::personal,
      "doc.customer.mandatory"_src, "last name of the contact"},
     &Customer::lastname},
    {{"address_1", "address1", 7, Need::mandatory, Format::text, Privacy::personal,
      "doc.customer.mandatory"_src, "first line of the address"},
     &Customer::address_1},
    {{"address_2", "address2", 14, Need::present, Format::text, Privacy::personal,
      "doc.customer.optional-present"_src, "second line of the address"},
     &Customer::address_2},
    {{"postal_code", "postalCode", 8, Need::mandatory, Format::text, Privacy::personal,
      "doc.customer.mandatory"_src, "post code"},
     &Customer::postal_code},
    {{"city", "city", 9, Need::mandatory, Format::text, Privacy::personal, "doc.customer.mandatory"_src,
      "city"},
     &Customer::city},
    {{"phone", "phone", 15, Need::present, Format::text, Privacy::personal,
      "doc.customer.optional-present"_src, "telephone of the contact"},
     &Customer::phone},
    {{"email", "email", 5, Need::mandatory, Format::text, Privacy::personal, "doc.customer.mandatory"_src,
      "e-mail of the contact"},
     &Customer::email},
    {{"", "creationDate", 0, Need::answer, Format::timestamp, Privacy::open,
      "doc.customer.creation-equals-sync"_src, "first write"},
     &Customer::creation_date},
    {{"", "lastModificationPlace", 0, Need::answer, Format::text, Privacy::open,
      "doc.customer.modified-by-server"_src, "SERVER for writes by API"},
     &Customer::last_modification_place},
    {{"company_name", "companyName", 12, Need::present, Format::text, Privacy::personal,
      "doc.customer.optional-present"_src, "company"},
     &Customer::company_name},
    {{"country", "country", 10, Need::mandatory, Format::country, Privacy::open, "doc.customer.country"_src,
      "ISO 3166 alpha-2 or UN M.49 numeric-3 code"},
     &Customer::country},
    {{"cell_phone", "cellPhone", 6, Need::mandatory, Format::text, Privacy::personal,
      "doc.customer.mandatory"_src, "mobile telephone of the contact"},
     &Customer::cell_phone},
    {{"job_title", "jobTitle", 16, Need::present, Format::text, Privacy::personal,
      "doc.customer.optional-present"_src, "job title of the contact"},
     &Customer::job_title},
    {{"registration_number", "registrationNumber", 13, Need::present, Format::text, Privacy::personal,
      "doc.customer.optional-present"_src, "registration number of the company (SIRET)"},
     &Customer::registration_number},
    {{"birthdate", "birthdate", 17, Need::present, Format::birthdate, Privacy::personal,
      "doc.customer.birthdate-empty"_src, "birth date of the contact"},
     &Customer::birthdate},
    {{"birthplace", "birthplace", 18, Need::present, Format::text, Privacy::personal,
      "doc.customer.optional-present"_src, "birth place of the contact"},
     &Customer::birthplace},
    {{"customer_code", "customerCode", 11, Need::mandatory, Format::text, Privacy::personal,
      "obs.customer.code-independent"_src, "the caller's own mnemonic"},
     &Customer::customer_code},
});

inline constexpr auto k_contractor_fields = std::to_array<Field<Contractor>>({
    {{"id", "id", 2, Need::mandatory, Format::integer, Privacy::open, "doc.contractor.id"_src,
      "-1 creates, any other id updates that signatory"},
     &Contractor::id},
    {{"customer_number", "customerNumber", 1, Need::mandatory, Format::text, Privacy::open,
      "doc.contractor.customer"_src, "number of an existing customer"},
     &Contractor::customer_number},
    {{"civility", "civility", 3, Need::mandatory, Format::text, Privacy::open, "obs.contractor.civility"_src,
      "salutation; the page calls it title", "title", "doc.contractor.title"_src},
     &Contractor::civility},
    {{"firstname", "firstname", 4, Need::mandatory, Format::person_name, Privacy::personal,
      "doc.contractor.name-characters"_src, "first name"},
     &Contractor::firstname},
    {{"lastname", "lastname", 5, Need::mandatory, Format::person_name, Privacy::personal,
      "doc.contractor.name-characters"_src, "last name"},
     &Contractor::lastname},
    {{"email", "email", 6, Need::mandatory, Format::text, Privacy::personal, "doc.contractor.mandatory"_src,
      "e-mail"},
     &Contractor::email},
    {{"address_1", "address1", 7, Need::mandatory, Format::text, Privacy::personal,
      "doc.contractor.mandatory"_src, "first line of the address"},
     &Contractor::address_1},
    {{"address_2", "address2", 13, Need::present, Format::text, Privacy::personal,
      "doc.contractor.optional"_src, "second line of the address"},
     &Contractor::address_2},
    {{"postal_code", "postalCode", 8, Need::mandatory, Format::text, Privacy::personal,
      "doc.contractor.mandatory"_src, "post code"},
     &Contractor::postal_code},
    {{"city", "city", 9, Need::mandatory, Format::text, Privacy::personal, "doc.contractor.mandatory"_src,
      "city"},
     &Contractor::city},
    {{"country", "country", 10, Need::mandatory, Format::country, Privacy::open,
      "doc.contractor.mandatory"_src, "ISO 3166 alpha-2 or UN M.49 numeric-3 code"},
     &Contractor::country},
    {{"cell_phone", "cellPhone", 11, Need::mandatory, Format::phone, Privacy::personal,
      "doc.contractor.phone-characters"_src, "mobile telephone: digits with an optional leading +"},
     &Contractor::cell_phone},
    {{"phone", "phone", 12, Need::present, Format::text, Privacy::personal, "doc.contractor.optional"_src,
      "telephone"},
     &Contractor::phone},
    {{"company_name", "companyName", 14, Need::present, Format::text, Privacy::personal,
      "doc.contractor.optional"_src, "company"},
     &Contractor::company_name},
    {{"is_default", "isDefault", 20, Need::present, Format::boolean, Privacy::open,
      "doc.contractor.is-default"_src, "true for the customer's default signatory"},
     &Contractor::is_default},
    {{"job_title", "jobTitle", 15, Need::present, Format::text, Privacy::personal,
      "doc.contractor.optional"_src, "job title"},
     &Contractor::job_title},
    {{"registration_number", "registrationNumber", 16, Need::present, Format::text, Privacy::personal,
      "doc.contractor.optional"_src, "registration number of the company"},
     &Contractor::registration_number},
    {{"birthdate", "birthdate", 17, Need::present, Format::birthdate, Privacy::personal,
      "doc.contractor.optional"_src, "birth date"},
     &Contractor::birthdate},
    {{"birthplace", "birthplace", 18, Need::present, Format::text, Privacy::personal,
      "doc.contractor.optional"_src, "birth place"},
     &Contractor::birthplace},
    {{"category", "category", 19, Need::present, Format::text, Privacy::open, "doc.contractor.optional"_src,
      "role of the signatory"},
     &Contractor::category},
    {{"localisation", "localisation", 21, Need::present, Format::localisation, Privacy::open,
      "doc.contractor.localisation"_src, "language of the signatory: en_US, fr_FR, es_ES, de_DE"},
     &Contractor::localisation},
    {{"", "syncTimer", 0, Need::answer, Format::timestamp, Privacy::open, "asm.contractor.answer-keys"_src,
      "last write"},
     &Contractor::sync_timer},
    {{"", "lastModificationDate", 0, Need::answer, Format::timestamp, Privacy::open,
      "asm.contractor.answer-keys"_src, "last write"},
     &Contractor::last_modification_date},
    {{"", "lastModificationPlace", 0, Need::answer, Format::text, Privacy::open,
      "asm.contractor.answer-keys"_src, "SERVER for writes by API"},
     &Contractor::last_modification_place},
});

inline constexpr auto k_property_fields = std::to_array<Field<Property>>({
    {{"id", "id", 4, Need::optional, Format::integer, Privacy::open, "doc.property.id"_src,
      "-1 creates, any other id updates that property"},
     &Property::id},
    {{"key", "key", 2, Need::mandatory, Format::text, Privacy::open, "doc.property.mandatory"_src,
      "name of the free field, declared with the vendor's support"},
     &Property::key},
    {{"value", "value", 3, Need::mandatory, Format::text, Privacy::personal, "doc.property.mandatory"_src,
      "value of the free field"},
     &Property::value},
    {{"customer_number", "customerNumber", 1, Need::mandatory, Format::text, Privacy::open,
      "doc.property.mandatory"_src, "number of an existing customer"},
     &Property::customer_number},
    {{"", "syncTimer", 0, Need::answer, Format::timestamp, Privacy::open, "asm.property.answer-keys"_src,
      "last write"},
     &Property::sync_timer},
    {{"", "lastModificationPlace", 0, Need::answer, Format::text, Privacy::open,
      "asm.property.answer-keys"_src, "SERVER for writes by API"},
     &Property::last_modification_place},
});

inline constexpr auto k_customer_key_fields = std::to_array<Field<CustomerKey>>({
    {{"number", "", 1, Need::mandatory, Format::text, Privacy::open, "doc.customer.read"_src,
      "number of the customer"},
     &CustomerKey::number},
});

inline constexpr auto k_contractor_page_fields = std::to_array<Field<ContractorPage>>({
    {{"number", "", 1, Need::mandatory, Format::text, Privacy::open, "doc.contractor.list"_src,
      "number of the customer"},
     &ContractorPage::number},
    {{"offset", "", 2, Need::optional, Format::integer, Privacy::open, "doc.contractor.pages"_src,
      "number of signatories to skip, default 0"},
     &ContractorPage::offset},
    {{"size", "", 3, Need::optional, Format::integer, Privacy::open, "doc.contractor.pages"_src,
      "largest number of signatories to answer, default 100"},
     &ContractorPage::size},
});

/// The rows of a struct, found by its type.
template <class E>
inline constexpr const auto& fields_of = k_customer_fields;
template <>
inline constexpr const auto& fields_of<Contractor> = k_contractor_fields;
template <>
inline constexpr const auto& fields_of<Property> = k_property_fields;
template <>
inline constexpr const auto& fields_of<CustomerKey> = k_customer_key_fields;
template <>
inline constexpr const auto& fields_of<ContractorPage> = k_contractor_page_fields;

/// The same rows without their members, and what is known of them as a whole.
template <class E>
inline constexpr auto infos_for = infos_of(fields_of<E>);
template <class E>
inline constexpr RowIndex row_index_of{infos_for<E>};

/// The pointer to the member of one row, with its type.
template <class E, std::size_t Row>
inline constexpr auto member_of = std::get<fields_of<E>[Row].member.index()>(fields_of<E>[Row].member);

/// Calls `work.template operator()<Row>()` for each row; the compiler sees each row by itself.
template <class E, class Work>
constexpr void for_each_row(Work&& work) {
  [&]<std::size_t... Row>(std::index_sequence<Row...>) { (work.template operator()<Row>(), ...); }
  (std::make_index_sequence<fields_of<E>.size()>{});
}

/// Whether an answer is known to hold that key: all of a customer (doc.customer.answer-keys), the documented
/// four of a free field (doc.property.item), the id of a signatory (obs.contractor.id). The other keys are
/// assumed, and a client must not insist.
template <class E>
constexpr bool is_certain_key(std::string_view /*key*/) {
  return true;
}
template <>
constexpr bool is_certain_key<Contractor>(std::string_view key) {
  return key == "id";
}
template <>
constexpr bool is_certain_key<Property>(std::string_view key) {
  return key == "id" || key == "key" || key == "value" || key == "customerNumber";
}

}  // namespace sellsign::api
