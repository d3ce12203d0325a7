#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "mock_server/journal/journal.h"

namespace sellsign::mock {

/// How much of a recorded answer a replay has to repeat, from least to most.
enum class Binding : std::uint8_t {
  nothing,  ///< it rests on what was in the mock before
  status,
  keys,   ///< and the keys of the object
  given,  ///< and the values that the request gave
  all
};

/// What the steps of a replay have made of each customer, so that nothing is expected that rests on what the
/// mock held before them: seed data, requests that are not in the file, changes by the control API. Takes
/// exchanges oldest first. Not thread-safe.
class KnownCustomers {
 public:
  /// `null_for_unknown`: getCustomer answers 200 and null for an unknown number.
  explicit KnownCustomers(bool null_for_unknown) : null_for_unknown_(null_for_unknown) {}

  /// Notes that a step makes the customer that the exchange wrote to; whether none has made it before.
  bool adopt_customer(const JournalEntry& entry);

  /// Takes the next exchange that is a step. `id_will_be_there`: it names no id but those that steps made.
  Binding follow(const JournalEntry& entry, bool id_will_be_there);

  /// Takes the next exchange that no step repeats.
  void follow_unrepeated(const JournalEntry& entry);

 private:
  enum class Standing : std::uint8_t {
    foreign,  ///< no step has made it
    made,     ///< steps have made all of it
    written,  ///< steps have written to it; it was there before
    lost      ///< something else has changed it since
  };
  struct Customer {  // NOLINT(bugprone-exception-escape): moving JSON does not throw
    Standing standing = Standing::foreign;
    nlohmann::ordered_json last;  ///< its last answer without timestamps; null: not known
  };

  static Binding follow_upsert(const JournalEntry& entry, Customer& customer);
  Binding follow_read(const JournalEntry& entry, Customer& customer) const;
  static Binding follow_part(const JournalEntry& entry, Customer& customer, bool id_will_be_there);

  bool null_for_unknown_;
  std::map<std::string, Customer, std::less<>> customers_;
};

}  // namespace sellsign::mock
