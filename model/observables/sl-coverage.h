/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/galaxy/sl-galaxy.h"
#include "model/observables/sl-filters.h"
#include "model/ssp/sl-templates.h"

/* Why an observable has no value although the galaxy has light: the library covers only a part of a band, and
 * the galaxy's rule (band_edges) gives no value then. One or two translated sentences, g_free; NULL where
 * this is not the reason. name: as for sl_observable_parse(). Thread: any. */
char *sl_observable_uncovered (const SlFilterSet *filters, const char *name, const SlTemplates *templates,
                               const SlGalaxy *galaxy);
