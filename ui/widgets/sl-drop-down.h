/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

/* Sets the name of a drop-down list for screen readers (translated), also of the button inside, which has the
 * keyboard focus and which GTK leaves without a name. */
void sl_drop_down_set_name (GtkDropDown *drop, const char *name);
/* For lists of strings: a long one is ellipsised on the button and complete in the list, so that it does not
 * widen its container. */
void sl_drop_down_cut_long (GtkDropDown *drop);
