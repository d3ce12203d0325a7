#pragma once

// Every struct that calls ask with or answer, with its rows.

#include "api/contractor.h"
#include "api/customer.h"
#include "api/property.h"
