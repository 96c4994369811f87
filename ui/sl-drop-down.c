/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/sl-drop-down.h"

void
sl_drop_down_set_name (GtkDropDown *drop, const char *name)
{
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (drop));

  gtk_accessible_update_property (GTK_ACCESSIBLE (drop), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (button)
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
