/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/tables/sl-fit-output.h"

/* Fits all galaxies of a catalogue, each thread one at a time, and keeps their rows in a part file
 * (sl-part-file.h) until the output is complete. A galaxy's numbers do not depend on threads, nor on the
 * galaxies beside it. Main thread. */
typedef struct {
  SlFitTable table;
  SlInference **inference; /* (n_threads) of the observables of the catalogue: each thread has its own */
  guint n_threads;
  const SlGalaxy *base;    /* columns of the catalogue change it */
  SlMeasurementFloor floor;
  SlFitOptions options;    /* for the row; each galaxy adds its number to the seed */
  const char *out;         /* the file to write */
  const char *text;        /* options that change numbers, for the part file */
  gboolean resume;         /* go on with a part file that there is */
  gsize done, n_none;      /* set: rows that were fitted; rows without a fit */
  char *first_none;        /* set: why the first of these has none; NULL: all have one. g_free */
} SlFitRun;

/* TRUE also where the run was interrupted: nothing was written then, and done says how far it came. A galaxy
 * that cannot be fitted has NaN as its results. FALSE with an error that names file or row. */
gboolean sl_fit_run_all (SlFitRun *self, GError **error);
/* Makes galaxy i of the file the one that is to be fitted. FALSE with an error that names its row. */
gboolean sl_fit_run_set (const SlFitRun *self, gsize i, SlInference *inference, GError **error);
