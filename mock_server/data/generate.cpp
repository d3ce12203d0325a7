#include "mock_server/data/generate.h"

#include <bitset>
#include <iterator>
#include <string>

#include "base/nearest.h"
#include "base/number.h"
#include "base/text.h"
#include "mock_server/data/customer_maker.h"

namespace sellsign::mock {
namespace {

struct OptionRow {
  std::string_view key;
  std::int64_t GenerateOptions::*member;
  std::int64_t most;
};

constexpr OptionRow k_options[] = {{"customers", &GenerateOptions::customers, 10'000'000},
                                   {"contractors", &GenerateOptions::contractors, 1'000},
                                   {"properties", &GenerateOptions::properties, 1'000},
                                   {"seed", &GenerateOptions::seed, 1'000'000'000'000'000'000}};

Error wrong(std::string message) { return {ErrorKind::usage, "generate: " + std::move(message)}; }

Result<> parse_part(std::string_view part, GenerateOptions& options,
                    std::bitset<std::size(k_options)>& given) {
  std::string_view value = part;
  const std::string_view key = take_part(value, '=');
  for (std::size_t i = 0; i < std::size(k_options); ++i) {
    const OptionRow& row = k_options[i];
    if (row.key != key) continue;
    if (given[i]) return wrong(std::string(key) + " is given twice");
    given.set(i);
    if (const auto number = read_whole<std::int64_t>(value); number >= 0 && number <= row.most) {
      options.*row.member = *number;
      return std::monostate{};
    }
    return wrong(std::string(key) + " must be a whole number from 0 to " + std::to_string(row.most) +
                 ", not \"" + std::string(value) + "\"");
  }
  return wrong("unknown key \"" + std::string(key) + "\"" + did_you_mean(key, k_options, &OptionRow::key) +
               "; write it like customers=1000,contractors=2,properties=5,seed=1");
}

}  // namespace

Result<GenerateOptions> parse_generate(std::string_view text) {
  GenerateOptions options;
  std::bitset<std::size(k_options)> given;
  do {
    if (auto status = parse_part(take_part(text, ','), options, given); !status) return status.error();
  } while (!text.empty());
  return options;
}

Counts generate(Store& store, const GenerateOptions& options, const Settings& settings) {
  Counts counts;
  for (std::int64_t n = 1; n <= options.customers; ++n) {
    CustomerRecord record = make_customer(n, options, settings, store);
    counts += counts_of(record);
    const std::string number = record.customer.number;
    store.upsert(number, [&](CustomerRecord& kept, bool /*is_new*/) { kept = std::move(record); });
  }
  return counts;
}

}  // namespace sellsign::mock
