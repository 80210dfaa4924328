#pragma once

/// The parts of the library's environment; see `fault_points.c`.
#define FAULT_POINT_VARIABLE "FAULT_POINT"
