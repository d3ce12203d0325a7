#include "mock_server/data/customer_maker.h"

#include <algorithm>
#include <chrono>
#include <span>
#include <string>

#include "base/random.h"
#include "mock_server/data/generate_data.h"

namespace sellsign::mock {
namespace {

using api::Contractor;
using api::Customer;
using api::Property;
using std::chrono::milliseconds;

/// Random numbers that are the same everywhere.
class Random {
 public:
  Random(std::uint64_t seed, std::uint64_t stream) : state_(seed) {
    state_ = next() ^ stream;
    state_ = next();
  }
  std::uint64_t next() {
    const std::uint64_t number = spread(state_);
    state_ += k_spread_step;
    return number;
  }
  /// From 0 to `count` - 1.
  std::uint64_t below(std::uint64_t count) { return next() % count; }
  bool chance(std::uint64_t in_hundred) { return below(100) < in_hundred; }
  template <class T>
  const T& pick(std::span<const T> from) {
    return from[below(from.size())];
  }

 private:
  std::uint64_t state_;
};

std::string padded(std::uint64_t number, std::size_t width) {
  std::string digits = std::to_string(number);
  return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

std::string phone(Random& random, std::string_view start, int digits) {
  std::string text(start);
  for (int i = 0; i < digits; ++i) text += static_cast<char>('0' + random.below(10));
  return text;
}

/// The pattern with each `mark` replaced by what `make()` gives.
template <class Make>
std::string filled(std::string_view pattern, char mark, Make make) {
  std::string text;
  for (const char c : pattern) {
    if (c == mark)
      text += make();
    else
      text += c;
  }
  return text;
}

/// Fourteen digits like a SIRET, but the last is not the check digit (Luhn), so that it is nobody's.
std::string siret(Random& random) {
  std::string digits = padded(random.below(1'000'000'000), 9) + "000";
  digits += static_cast<char>('1' + random.below(9));
  unsigned sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const auto digit = static_cast<unsigned>(digits[i] - '0') * (i % 2 == 0 ? 2U : 1U);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return digits + static_cast<char>('0' + (10 - sum % 10 + 1) % 10);
}

struct Person {
  std::string_view civility;
  const GivenName& first;
  const GivenName& last;
};

/// Makes up one customer with what belongs to it.
class Maker {
 public:
  Maker(const GenerateOptions& options, const Settings& settings, std::int64_t n)
      : settings_(settings),
        random_(static_cast<std::uint64_t>(options.seed), static_cast<std::uint64_t>(n)),
        region_(pick_region()),
        tag_(padded(static_cast<std::uint64_t>(n), 6)) {}

  CustomerRecord make(const GenerateOptions& options, Store& store) {
    CustomerRecord record;
    const Person contact = person();
    fill_customer(record.customer, contact);
    for (std::int64_t i = 0; i < options.contractors; ++i)
      fill_contractor(record.contractors.emplace_back(), record.customer, i == 0 ? contact : person(), i,
                      store.take_id());
    std::int64_t properties = options.properties;
    if (const auto declared = static_cast<std::int64_t>(settings_.declared_keys.size()); declared > 0)
      properties = std::min(properties, declared);
    for (std::int64_t i = 0; i < properties; ++i)
      fill_property(record.properties.emplace_back(), record.customer, static_cast<std::size_t>(i),
                    store.take_id());
    return record;
  }

 private:
  const Region& pick_region() {
    std::uint64_t at = random_.below(100);
    for (const Region& region : regions()) {
      if (at < region.share) return region;
      at -= region.share;
    }
    return regions().front();
  }

  Person person() {
    const bool is_woman = random_.chance(50);
    return {is_woman ? "MADAME" : "MONSIEUR", random_.pick(is_woman ? region_.women : region_.men),
            random_.pick(region_.surnames)};
  }

  std::string email(const Person& person, const std::string& suffix) {
    constexpr std::string_view k_hosts[] = {"example.org", "example.com", "example.net"};
    return std::string(person.first.ascii) + "." + std::string(person.last.ascii) + "." + tag_ + suffix +
           "@" + std::string(random_.pick(std::span<const std::string_view>(k_hosts)));
  }

  std::string street() {
    return filled(random_.pick(region_.streets), '#', [&] { return std::to_string(1 + random_.below(180)); });
  }

  Timestamp birthdate() {  // 1945 to 2004, midnight UTC
    using namespace std::chrono;
    return sys_days(year{1945} / 1 / 1) + days{random_.below(60 * 365)};
  }

  /// The parts that customers and signatories have alike.
  template <class E>
  void fill_person(E& entity, const Person& person, const Town& town, const std::string& suffix) {
    entity.civility = person.civility;
    entity.firstname = person.first.name;
    entity.lastname = person.last.name;
    entity.email = email(person, suffix);
    entity.address_1 = street();
    entity.postal_code = town.post_code;
    entity.city = town.city;
    entity.country = region_.country;
    entity.phone = phone(random_, town.phone, town.phone_digits);
    entity.cell_phone = phone(random_, region_.mobile, region_.mobile_digits);
    entity.job_title = random_.pick(region_.jobs);
    entity.birthdate = random_.chance(60) ? birthdate() : Timestamp{milliseconds{-1}};
    if (random_.chance(60)) entity.birthplace = random_.pick(region_.towns).city;
    entity.last_modification_place = "SERVER";
  }

  void fill_customer(Customer& customer, const Person& contact) {
    constexpr Timestamp k_latest{milliseconds{1'767'225'600'000}};  // 2026-01-01
    constexpr std::uint64_t k_span = std::uint64_t{1'000} * 86'400 * 365 * 3;
    const Town& town = random_.pick(region_.towns);
    customer.number = "GEN-" + tag_;
    customer.customer_code = "CLI" + tag_;
    customer.actor_id = settings_.actor_id;
    fill_person(customer, contact, town, "");
    if (random_.chance(25)) customer.address_2 = "Bât. " + std::to_string(1 + random_.below(9));
    if (random_.chance(70)) {
      customer.company_name =
          filled(random_.pick(region_.companies), '*', [&] { return random_.pick(region_.surnames).name; });
      customer.registration_number =
          region_.country == "FR" ? siret(random_) : "EX" + padded(random_.below(100'000'000), 8);
    }
    customer.creation_date = k_latest - milliseconds{random_.below(k_span)};
    customer.sync_timer = customer.creation_date;
  }

  void fill_contractor(Contractor& contractor, const Customer& customer, const Person& person, std::int64_t i,
                       std::int64_t id) {
    contractor.id = id;
    contractor.customer_number = customer.number;
    fill_person(contractor, person, random_.pick(region_.towns), "." + std::to_string(i + 1));
    contractor.company_name = customer.company_name;
    contractor.registration_number = customer.registration_number;
    contractor.is_default = i == 0;
    contractor.category = i == 0 ? "signataire principal" : "cosignataire";
    contractor.localisation = region_.localisation;
    contractor.sync_timer = customer.creation_date + milliseconds{1 + random_.below(3'600'000)};
    contractor.last_modification_date = contractor.sync_timer;
  }

  void fill_property(Property& property, const Customer& customer, std::size_t i, std::int64_t id) {
    const std::span<const FreeField> fields = free_fields();
    const FreeField& field = fields[i % fields.size()];
    const auto& declared = settings_.declared_keys;
    property.id = id;
    property.key = declared.empty() ? std::string(field.key) : declared[i];
    if (declared.empty() && i >= fields.size()) property.key += "_" + std::to_string(1 + i / fields.size());
    property.value = filled(field.value, '#', [&] { return static_cast<char>('0' + random_.below(10)); });
    property.customer_number = customer.number;
    property.sync_timer = customer.creation_date + milliseconds{1 + random_.below(3'600'000)};
    property.last_modification_place = "SERVER";
  }

  const Settings& settings_;
  Random random_;
  const Region& region_;
  std::string tag_;
};

}  // namespace

CustomerRecord make_customer(std::int64_t n, const GenerateOptions& options, const Settings& settings,
                             Store& store) {
  return Maker(options, settings, n).make(options, store);
}

}  // namespace sellsign::mock
