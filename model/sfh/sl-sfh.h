/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/galaxy/sl-galaxy.h"
#include "model/sfh/sl-age-grid.h"
#include "model/sfh/sl-sfh-tangents.h"

/* A star-formation history (SFH) as the engine keeps it: plain arrays, which sl-sfh-body.h reads as the dual
 * numbers of the file that includes it. */

/* A value and its tangents. The layout is that of a dual number of three vectors of eight. */
typedef struct {
  double v, pad_[7];
  double d[SL_N_SFH_TANGENTS];
} __attribute__ ((aligned (64))) SlSfhTangents;

/* An SFH, tabulated and integrated. */
typedef struct {
  SlSfhFormId form;
  double p[SL_MAX_SFH_PARAMS]; /* of the form, in its order */
  double burst[3];
  double t_obs;                /* Gyr, when the galaxy is seen; a given mass has formed by then */
  double edges[SL_SFH_N_BINS + 1];
  const SlTable *table;        /* of the form `table`; borrowed */
  double t[SL_N_TABLE], lgt[SL_N_TABLE];
  /* (SL_N_TABLE) SFR [Msun/yr]; lg of the mass formed so far (not where the form has a closed integral) */
  SlSfhTangents *sfr, *lgm;
  SlSfhTangents scale;         /* Msun per unit of the form's shape; 1 where the form has no given mass */
  double fq[SL_N_TABLE], lgmh[SL_N_TABLE]; /* quenching function; lg of the halo's mass */
  SlSfhTangents *burst_w;      /* (A + 1) f B(age), age when the galaxy is seen; the last entry is 1 - f */
} SlSfh;

/* Offset of a time in the SFH's table: between entries cell and cell + 1, a fraction of the way in lg t.
 * cell -1: before the first entry; the last entry: after it. Kept for times that do not change, to save the
 * search. */
typedef struct { int cell; double fraction; } SlTableOffset;

/* Stellar mass by age at one epoch. */
typedef struct {
  double *m;                   /* (A) mass formed, by age bin: M* times the weight [Msun] */
  double *dm;                  /* (A, SL_N_SFH_TANGENTS) */
  double *w;                   /* (A) weights, sum 1; may be NULL */
  SlSfhTangents lgm, sfr;      /* lg of the mass formed; SFR at the epoch */
} SlAgeMasses;
