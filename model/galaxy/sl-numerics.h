/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How tables are read between their nodes [PHYSICS, section 0b]. */
typedef enum {
  SL_NUMERICS_EXACT, /* photometry integrated exactly, in vacuum; weights of metals and ionisation by hats */
  SL_NUMERICS_DSPS,  /* the published rules of DSPS, which samples on nodes: for comparison */
  SL_N_NUMERICS
} SlNumerics;
