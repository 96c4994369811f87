/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "app/desktop/sl-settings.h"
#include "app/io/sl-library-facts.h"
#include "app/window/sl-window-private.h"
#include "ui/compat/sl-one-name.h"

/* The dialog of the stellar library: what it is, another file, and the medium of its wavelengths where the
 * file does not say. What the user says is kept for that file. */

#define WIDTH 560
#define HEIGHT 640

/* In the order of the rows of the choice. */
static const SlMedium medium_table[] = { SL_MEDIUM_VACUUM, SL_MEDIUM_AIR };

/* NULL until the library is loaded. */
static const SlTemplates *
templates_of (SlWindow *self)
{
  SlEngine *engine = self->worker ? sl_worker_get_engine (self->worker) : NULL;

  return engine ? engine->templates : NULL;
}

static void
medium_cb (AdwComboRow *row, GParamSpec *pspec, SlWindow *self)
{
  const SlTemplates *templates = templates_of (self);
  const guint i = adw_combo_row_get_selected (row);

  if (!templates || i >= G_N_ELEMENTS (medium_table) || medium_table[i] == sl_templates_medium (templates))
    return;
  sl_settings_set_medium (self->settings, templates->path, medium_table[i]);
  sl_window_load (self);
}

static GtkWidget *
medium_group (SlWindow *self, const SlTemplates *templates)
{
  GtkWidget *group = adw_preferences_group_new (), *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  gtk_string_list_append (titles, _ ("Vacuum"));
  gtk_string_list_append (titles, _ ("Air from 2000 Å on"));
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Air or vacuum?"));
  adw_preferences_group_set_description (
      ADW_PREFERENCES_GROUP (group),
      _ ("The file does not say in which medium its wavelengths are. Files for DSPS, made with FSPS, are in "
         "vacuum; a wrong choice shifts lines by 1 to 3 Å and falsifies line indices."));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Wavelengths are in"));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (titles));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), sl_templates_medium (templates) == SL_MEDIUM_AIR);
  gtk_widget_set_sensitive (row, self->settings != NULL);
  gtk_widget_set_name (row, "library-medium");
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (medium_cb), self, 0);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return group;
}

static GtkWidget *
facts_group (const SlTemplates *templates)
{
  GtkWidget *group = adw_preferences_group_new ();
  g_autoptr (GPtrArray) facts = sl_library_facts (templates);

  for (guint i = 0; i < facts->len; i++)
    {
      const SlLibraryFact *fact = facts->pdata[i];
      GtkWidget *row = adw_action_row_new ();

      /* Names of models contain “&”. */
      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), fact->title);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), fact->value);
      adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
  return group;
}

static void
use (SlWindow *self, const char *path)
{
  sl_settings_set_library (self->settings, path);
  if (self->library_dialog)
    gtk_window_close (self->library_dialog);
  sl_window_load (self);
}

static void
chosen_cb (GtkWindow *parent, const char *path, gpointer data)
{
  use (SL_WINDOW (parent), path);
}

static void
choose_cb (SlWindow *self)
{
  static const SlFileKind kind = { N_ ("Stellar Library"), N_ ("HDF5 Files"), { "*.h5", "*.hdf5" }, TRUE };

  sl_window_files_choose (&self->shell, &kind, NULL, chosen_cb, NULL, NULL);
}

static void
installed_cb (SlWindow *self)
{
  use (self, NULL);
}

static GtkWidget *
button (SlWindow *self, const char *label, GCallback clicked, gboolean sensitive)
{
  GtkWidget *widget = gtk_button_new_with_mnemonic (label);

  sl_one_name_below (widget);
  gtk_widget_set_sensitive (widget, sensitive);
  gtk_widget_set_halign (widget, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (widget, "pill");
  g_signal_connect_object (widget, "clicked", clicked, self, G_CONNECT_SWAPPED);
  return widget;
}

static GtkWidget *
buttons_group (SlWindow *self)
{
  GtkWidget *group = adw_preferences_group_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  gtk_box_append (GTK_BOX (box), button (self, _ ("Choose Another _File…"), G_CALLBACK (choose_cb),
                                         self->settings != NULL));
  gtk_box_append (GTK_BOX (box), button (self, _ ("Use the _Installed Library"), G_CALLBACK (installed_cb),
                                         sl_settings_has_own_library (self->settings)));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), box);
  return group;
}

static void
fill (SlWindow *self)
{
  const SlTemplates *templates = templates_of (self);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *page = adw_preferences_page_new ();

  if (templates && !templates->medium_given)
    adw_preferences_page_add (ADW_PREFERENCES_PAGE (page),
                              ADW_PREFERENCES_GROUP (medium_group (self, templates)));
  if (templates)
    adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (facts_group (templates)));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (buttons_group (self)));
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), page);
  adw_window_set_content (ADW_WINDOW (self->library_dialog), box);
}

/* A user who leaves the choice as it is has said it, and is not asked again. */
static void
remember (SlWindow *self)
{
  const SlTemplates *templates = templates_of (self);

  if (templates && !templates->medium_given
      && sl_settings_medium (self->settings, templates->path) == SL_MEDIUM_LIBRARY)
    sl_settings_set_medium (self->settings, templates->path, sl_templates_medium (templates));
}

static gboolean
escape_cb (GtkWidget *dialog, GVariant *args, gpointer data)
{
  gtk_window_close (GTK_WINDOW (dialog));
  return GDK_EVENT_STOP;
}

static GtkEventController *
escape_closes (void)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                          gtk_callback_action_new (escape_cb, NULL, NULL)));
  return keys;
}

static gboolean
close_cb (GtkWindow *dialog, SlWindow *self)
{
  remember (self);
  return GDK_EVENT_PROPAGATE;
}

void
sl_window_show_library (SlWindow *self)
{
  if (!self->library_dialog)
    {
      self->library_dialog = GTK_WINDOW (adw_window_new ());
      sl_window_shell_close_by_escape (self->library_dialog);
      g_object_add_weak_pointer (G_OBJECT (self->library_dialog), (gpointer *) &self->library_dialog);
      g_signal_connect_object (self->library_dialog, "close-request", G_CALLBACK (close_cb), self, 0);
      gtk_widget_add_controller (GTK_WIDGET (self->library_dialog), escape_closes ());
      gtk_window_set_title (self->library_dialog, _ ("Stellar Library"));
      gtk_window_set_default_size (self->library_dialog, WIDTH, HEIGHT);
      gtk_window_set_transient_for (self->library_dialog, GTK_WINDOW (self));
      gtk_window_set_modal (self->library_dialog, TRUE);
      gtk_window_set_destroy_with_parent (self->library_dialog, TRUE);
    }
  fill (self);
  gtk_window_present (self->library_dialog);
}

void
sl_window_library_loaded (SlWindow *self)
{
  const SlTemplates *templates = templates_of (self);

  if (self->library_dialog)
    fill (self);
  else if (!templates->medium_given && self->settings
           && sl_settings_medium (self->settings, templates->path) == SL_MEDIUM_LIBRARY)
    sl_window_show_library (self);
}
