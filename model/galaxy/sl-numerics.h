/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How tables are read between their nodes [PHYSICS, section 0b]. */
typedef enum {
  SL_NUMERICS_EXACT, /* photometry integrated exactly, in vacuum; weights of metals and ionisation by hats */
  SL_NUMERICS_DSPS,  /* the published rules of DSPS, which samples on nodes: for comparison */
  SL_N_NUMERICS
} SlNumerics;

/* The light in a band of which the library covers only a part. */
typedef enum {
  SL_BAND_EDGES_NONE,    /* there is no value: NaN */
  SL_BAND_EDGES_COVERED, /* the mean over the part that is covered */
  SL_BAND_EDGES_DARK,    /* no light beyond the library, as DSPS has it */
  SL_N_BAND_EDGES
} SlBandEdges;

/* How the light in bands is counted. */
typedef struct {
  SlNumerics numerics;
  SlBandEdges edges;
} SlBandRule;

/* A band counts as covered from this share on: what the rest may hold changes a magnitude by some 0.001. */
#define SL_BAND_COVERED 0.999
