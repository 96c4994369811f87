/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/galaxy/sl-galaxy.h"
#include "model/observables/sl-filters.h"
#include "model/ssp/sl-templates.h"

/* Why an observable has no value although the galaxy has light: the library covers only a part of a band, and
 * the galaxy's rule (band_edges) gives no value then. */
typedef struct {
  const SlFilter *band;   /* NULL where this is not the reason */
  double share;           /* of the band that is covered */
  double lo, hi;          /* the library's light as it is seen [Angstrom] */
} SlCoverage;

/* name: as for sl_observable_parse(). Thread: any. */
SlCoverage sl_observable_coverage (const SlFilterSet *filters, const char *name, const SlTemplates *templates,
                                   const SlGalaxy *galaxy);
/* The same in one or two translated sentences, g_free; NULL where this is not the reason. */
char *sl_observable_uncovered (const SlFilterSet *filters, const char *name, const SlTemplates *templates,
                               const SlGalaxy *galaxy);
