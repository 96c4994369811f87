/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

/* What a screen reader calls a drop-down list (translated): also of the button inside, which is what the
 * keyboard reaches and which GTK leaves without a name. */
void sl_drop_down_set_name (GtkDropDown *drop, const char *name);
/* Of strings: a long one is cut on the button and whole in the list, so that the width of what holds it is
 * its own. */
void sl_drop_down_cut_long (GtkDropDown *drop);
