#include "mock_server/service/uneven_counts.h"

#include <cstdint>

namespace sellsign::mock {
namespace {

void compare(std::vector<std::string>& out, const std::string& what, std::uint64_t counted,
             std::uint64_t requests) {
  if (counted != requests)
    out.push_back("the program's own counts do not add up: " + what + " " + std::to_string(counted) +
                  ", not " + std::to_string(requests) + "; please report this");
}

}  // namespace

std::vector<std::string> uneven_counts_of(Service& service) {
  std::vector<std::string> out;
  const Meter::Totals metered = service.meter().totals();
  std::uint64_t by_status = 0, by_time = 0, refused = 0;
  for (const CallCounts& call : metered.calls) {
    by_time += call.times.total;
    for (const auto& [status, count] : call.by_status) by_status += count;
  }
  for (const auto& [status, count] : metered.refused) refused += count;
  const Namespaces& namespaces = service.namespaces();
  const std::uint64_t requests = namespaces.requests() + service.unplaced();
  compare(out, "statuses of the metrics are", by_status, requests);
  compare(out, "times of the metrics are", by_time, requests);
  for (const auto& space : namespaces.all())
    if (const Journal* journal = space->journal())
      compare(out, "entries of the journal of \"" + space->name() + "\" were",
              journal->totals().last + space->unrecorded(),
              space->requests() + (space.get() == &namespaces.main() ? refused : 0));
  return out;
}

}  // namespace sellsign::mock
