/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

/* A place for one widget (property "child") that asks for no width: the widget is hidden where it does not
 * fit. Main thread. */
#define SL_TYPE_FIT (sl_fit_get_type ())
G_DECLARE_FINAL_TYPE (SlFit, sl_fit, SL, FIT, GtkWidget)
