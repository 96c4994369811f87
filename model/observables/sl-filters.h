/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

#include "model/io/sl-mend.h"

/* Transmissions beyond 0 and 1 by no more than this come from noise or rounding: they are clipped, and notes
 * tell so. */
#define SL_FILTER_BELOW 0.005
#define SL_FILTER_ABOVE 0.01

/* One band. Transmission is the photon response, 0..1. */
typedef struct {
  char *name;               /* "LSST/g" */
  char *system, *band;      /* "LSST", "g" */
  guint n;
  double *wave;             /* (n) Angstrom, strictly increasing */
  double *transmission;     /* (n) */
  double effective, pivot;  /* Angstrom; effective is the mean weighted by T */
} SlFilter;

/* All filters of a file, ordered by system and, within a system, by effective wavelength. Immutable; threads
 * may share it. */
typedef struct _SlFilterSet {
  gatomicrefcount ref_count;
  char *path;
  guint n_filters;
  SlFilter *filters;
  GString *notes; /* what was mended in reading, a sentence a line; may be empty */
} SlFilterSet;

/* Reads and checks a file of groups /SYSTEM/band, each with wave and transmission: finite, strictly
 * increasing and positive wavelengths, response within 0..1 and not 0 everywhere. Uses the attributes
 * effective_wavelength_A and pivot_A where they exist (they must lie within the band), else computes these
 * wavelengths. Returns a new reference, or NULL with SL_ERROR_FILE or SL_ERROR_DATA. Thread: any.
 *
 * Wavelengths in another unit than Angstrom, in reversed order, and transmissions in percent are recognised
 * and refused; sl_filter_set_load_mended() mends those that the user allows. */
SlFilterSet *sl_filter_set_load (const char *path, GError **error);
SlFilterSet *sl_filter_set_load_mended (const char *path, SlMend allowed, GError **error);
SlFilterSet *sl_filter_set_ref (SlFilterSet *self);
void sl_filter_set_unref (SlFilterSet *self);
/* name as "LSST/g"; NULL where the set has no such filter. Borrowed. */
const SlFilter *sl_filter_set_find (const SlFilterSet *self, const char *name);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlFilterSet, sl_filter_set_unref)
