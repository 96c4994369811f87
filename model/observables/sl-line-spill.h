/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/galaxy/sl-galaxy.h"
#include "model/observables/sl-filters.h"
#include "model/observables/sl-line-bands.h"
#include "model/ssp/sl-templates.h"

/* Broad lines do not fit into the bands by which widths are measured: their light is in the side bands or
 * beyond, or a neighbour's light is in the bands. */

/* A larger share of a line is told. */
#define SL_LINE_SPILL_TOLD 0.05

typedef struct {
  double share;    /* of the line's light, 0 .. 1 */
  guint line;      /* of the library */
  gboolean enters; /* a line from outside, in one of the bands; else a line of the window, outside its band */
} SlLineSpill;

/* The line with the largest share in the wrong place, at the galaxy's sigma_v, among lines that are on. Lines
 * fainter than a tenth of the window's brightest, summed over the library, do not count, nor do lines whose
 * centre is in a side band, which are there at any width. A share of 0 where there is none. */
SlLineSpill sl_line_band_spill (const SlLineBand *in_air, const SlTemplates *templates,
                                const SlGalaxy *galaxy);
/* A sentence where an observable (ew:, flux:, cont:) has such a share, or NULL, also for other observables;
 * g_free. */
char *sl_observable_spill (const SlFilterSet *filters, const char *observable, const SlTemplates *templates,
                           const SlGalaxy *galaxy);
