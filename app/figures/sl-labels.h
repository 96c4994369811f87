/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/ssp/sl-templates.h"

/* Label of an observable, translated: "g − r at rest"; its name where there is no label. templates: the
 * library, whose initial mass function labels of masses name; may be NULL. g_free. */
char *sl_label_observable (const char *observable, const SlTemplates *templates);
/* Unit of its value, not translated: "mag", "Å", "dex"; "" for none. */
const char *sl_label_unit (const char *observable);
