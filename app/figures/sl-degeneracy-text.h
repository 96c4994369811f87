/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/degeneracy/sl-route.h"
#include "model/degeneracy/sl-trades.h"

/* What the tools of model/degeneracy have found, as translated sentences of plain text. Labels of observables
 * are those of sl_label_observable(). Any thread. */

/* What a parameter does when it grows (sign > 0) or falls, as it is called within a sentence: "more dust
 * around old stars", "earlier quenching". g_free. */
char *sl_change_text (const SlGalaxy *galaxy, SlParamId id, double sign);

/* "In g − r at rest, more metals in old stars and more dust around old stars look the same (98 %). u − g at
 * rest tells them apart best." id: parameters of the columns of the trade. labels (n): the observables in
 * which they trade places; apart: label of the one that tells them apart, NULL for none. g_free. */
char *sl_trade_text (const SlTrade *trade, const SlParamId *id, const SlGalaxy *galaxy,
                     const char *const *labels, guint n, const char *apart);

/* Why a walk has ended before its goal; NULL where it has not. labels (n): the held observables. g_free. */
char *sl_route_report_text (const SlRouteReport *report, const SlGalaxy *galaxy, const char *const *labels);
