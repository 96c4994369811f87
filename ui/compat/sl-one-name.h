/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

/* Names for screen readers, each once. GTK 4.8 gives a button with an access key its text twice, as a
 * property and as a relation, and says both: "_Try Again Try Again". Main thread. */

/* Names a widget, in place of relations to labels. */
void sl_one_name (GtkWidget *widget, const char *name);
/* Names every button and check button with an access key at or below root after its text. */
void sl_one_name_below (GtkWidget *root);
