/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/panel/sl-panel-table.h"

#include <math.h>
#include <string.h>

#include <adwaita.h>
#include <glib/gi18n.h>

#include "app/desktop/sl-window-reading.h"
#include "model/cosmology/sl-cosmology.h"
#include "model/io/sl-table-columns.h"
#include "model/sfh/sl-sfh-table.h"
#include "ui/compat/sl-compat.h"
#include "ui/widgets/sl-drop-down.h"
#include "ui/widgets/sl-number.h"

#define USE "use"

typedef struct {
  SlSession *session;
  SlOptionId option;
  SlTableKind kind;
  SlTableColumns *columns;
  double zsun;
  SlMessageDialog *dialog;   /* owns this */
  GtkWidget *times, *values; /* drop-downs; values NULL for rates */
  GtkWidget *preview;
} TableDialog;

static void
table_dialog_free (gpointer data)
{
  TableDialog *self = data;

  g_object_unref (self->session);
  sl_table_columns_free (self->columns);
  g_free (self);
}

/* --- preview -------------------------------------------------------------- */

/* The table as it is read now, or NULL with an error. */
static const SlTable *
read_table (TableDialog *self, GString *notes, GError **error)
{
  const SlTableReading reading = { gtk_drop_down_get_selected (GTK_DROP_DOWN (self->times)),
                                   self->values ? gtk_drop_down_get_selected (GTK_DROP_DOWN (self->values))
                                                : SL_TABLE_AS_IS };

  return sl_table_columns_convert (self->columns, self->kind, reading, self->zsun, notes, error);
}

static double
time_observed (TableDialog *self)
{
  SlEpoch epoch;

  sl_cosmology_epoch (sl_session_get_galaxy (self->session)->value + SL_PARAM_REDSHIFT, &epoch);
  return epoch.t_obs;
}

static char *
describe_times (const SlTable *table)
{
  const gboolean back = table->lookback;
  g_autofree char *from = sl_number_format_short (back ? -table->x[table->n - 1] : table->x[0]);
  g_autofree char *until = sl_number_format_short (back ? -table->x[0] : table->x[table->n - 1]);

  return g_strdup_printf (back ? _ ("%s … %s Gyr before the galaxy is seen")
                               : _ ("%s … %s Gyr since the Big Bang"),
                          from, until);
}

/* What the rates mean for this galaxy. */
static char *
describe_rates (TableDialog *self, const SlTable *table)
{
  g_autofree char *times = describe_times (table), *age = NULL, *note = NULL;
  const double t_obs = time_observed (self);
  SlSfhTableSummary summary;

  sl_sfh_table_summary (table, t_obs, &summary);
  if (!isfinite (summary.mean_age))
    return g_strdup_printf (_ ("%s. No stars have formed when the galaxy is seen."), times);
  age = sl_number_format_short (summary.mean_age);
  note = sl_sfh_table_note (table, t_obs);
  return g_strdup_printf (_ ("%s; mean age of the stars %s Gyr.%s%s"), times, age, note ? "\n\n" : "",
                          note ? note : "");
}

static char *
describe_metals (TableDialog *self, const SlTable *table)
{
  g_autofree char *times = describe_times (table), *low = NULL, *high = NULL, *low_z = NULL, *high_z = NULL;
  double least = table->y[0], most = table->y[0];

  for (guint i = 1; i < table->n; i++)
    {
      least = MIN (least, table->y[i]);
      most = MAX (most, table->y[i]);
    }
  low = sl_number_format (least, 2);
  high = sl_number_format (most, 2);
  low_z = sl_number_format_short (pow (10.0, least) / self->zsun);
  high_z = sl_number_format_short (pow (10.0, most) / self->zsun);
  return g_strdup_printf (_ ("%s; lg Z %s … %s, that is %s … %s times the Sun’s metals."), times, low, high,
                          low_z, high_z);
}

/* Shows what comes of the choices; only what makes sense can be used. */
static void
update_preview (TableDialog *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) notes = g_string_new (self->columns->notes);
  const SlTable *table;
  g_autofree char *text = NULL, *all = NULL;

  if (notes->len)
    g_string_append_c (notes, '\n');
  table = read_table (self, notes, &error);
  if (table)
    text = self->kind == SL_TABLE_OF_RATES ? describe_rates (self, table) : describe_metals (self, table);
  g_strchomp (notes->str);
  all = table ? g_strdup_printf (_ ("Read as: %s%s%s"), text, *notes->str ? "\n\n" : "", notes->str)
              : g_strdup (error->message);
  gtk_label_set_text (GTK_LABEL (self->preview), all);
  sl_message_dialog_set_response_enabled (self->dialog, USE, table != NULL);
}

/* --- dialog --------------------------------------------------------------- */

static void
response_cb (SlMessageDialog *dialog, const char *response, TableDialog *self)
{
  g_autoptr (GError) error = NULL;
  const SlTable *table;

  if (strcmp (response, USE) != 0)
    return;
  table = read_table (self, NULL, &error);
  if (!table || !sl_session_set_table (self->session, self->option, table, &error))
    g_signal_emit_by_name (self->session, "message", error->message);
}

static GtkWidget *
add_choice (TableDialog *self, GtkWidget *box, const char *title, guint n, const char *(*title_of) (guint i),
            guint selected)
{
  g_autofree const char **titles = g_new0 (const char *, n + 1);
  GtkWidget *drop;

  for (guint i = 0; i < n; i++)
    titles[i] = _ (title_of (i));
  drop = gtk_drop_down_new_from_strings (titles);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop), selected);
  sl_drop_down_set_name (GTK_DROP_DOWN (drop), title);
  gtk_box_append (GTK_BOX (box), g_object_new (GTK_TYPE_LABEL, "label", title, "xalign", 0.0, NULL));
  gtk_box_append (GTK_BOX (box), drop);
  g_signal_connect_swapped (drop, "notify::selected", G_CALLBACK (update_preview), self);
  return drop;
}

static GtkWidget *
new_contents (TableDialog *self, SlTableTimes times, SlTableValues values)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->times = add_choice (self, box, _ ("First column"), SL_N_TABLE_TIMES, sl_table_times_title, times);
  if (self->kind == SL_TABLE_OF_METALS)
    self->values =
        add_choice (self, box, _ ("Second column"), SL_N_TABLE_VALUES, sl_table_values_title, values);
  self->preview = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "margin-top", 6,
                                "max-width-chars", 50, NULL);
  gtk_box_append (GTK_BOX (box), self->preview);
  return box;
}

/* What is doubtful about the numbers, a sentence each. */
static char *
describe_doubts (const char *of_times, const char *of_values)
{
  if (!of_times && !of_values)
    return g_strdup (_ ("Check how the numbers are read."));
  return g_strdup_printf (_ ("Please check: %s%s%s"), of_times ? of_times : "",
                          of_times && of_values ? "; " : "", of_values ? of_values : "");
}

/* Asks how to read the columns, which it takes. */
static void
show_dialog (GtkWindow *parent, SlSession *session, SlOptionId id, SlTableColumns *columns, double zsun)
{
  g_autofree char *of_times = NULL, *of_values = NULL, *text = NULL;
  SlTableTimes times;
  SlTableValues values;
  TableDialog *self;

  self = g_new0 (TableDialog, 1);
  self->session = g_object_ref (session);
  self->option = id;
  self->kind = id == SL_OPTION_METALS ? SL_TABLE_OF_METALS : SL_TABLE_OF_RATES;
  self->columns = columns;
  self->zsun = zsun;
  of_times = sl_table_columns_guess_times (self->columns, &times);
  of_values = sl_table_columns_guess_values (self->columns, self->kind, &values);
  text = describe_doubts (of_times, of_values);
  self->dialog = SL_MESSAGE_DIALOG (sl_message_dialog_new (self->columns->name, text));
  g_object_set_data_full (G_OBJECT (self->dialog), "table", self, table_dialog_free);
  sl_message_dialog_add_responses (self->dialog, "cancel", _ ("_Cancel"), USE, _ ("_Use Table"), NULL);
  sl_message_dialog_set_response_appearance (self->dialog, USE, ADW_RESPONSE_SUGGESTED);
  sl_message_dialog_set_default_response (self->dialog, USE);
  sl_message_dialog_set_close_response (self->dialog, "cancel");
  sl_message_dialog_set_extra_child (self->dialog, new_contents (self, times, values));
  g_signal_connect (self->dialog, "response", G_CALLBACK (response_cb), self);
  update_preview (self);
  sl_dialog_present (GTK_WIDGET (self->dialog), parent);
  /* Else the first list has it, and the Enter key opens that instead of using the table. */
  sl_dialog_clear_focus (GTK_WIDGET (self->dialog));
}

/* --- reading -------------------------------------------------------------- */

typedef struct {
  SlSession *session;
  SlOptionId option;
  double zsun;
} Asked;

static void
asked_free (gpointer data)
{
  g_object_unref (((Asked *) data)->session);
  g_free (data);
}

static gpointer
read_columns (const char *path, GError **error)
{
  return sl_table_columns_load (path, error);
}

static void
free_columns (gpointer columns)
{
  sl_table_columns_free (columns);
}

static void
read_cb (GtkWindow *window, const char *path, gpointer columns, const GError *error, gpointer data)
{
  const Asked *asked = data;

  if (columns)
    show_dialog (window, asked->session, asked->option, columns, asked->zsun);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit_by_name (asked->session, "message", error->message);
}

void
sl_panel_table_ask (GtkWindow *parent, SlSession *session, SlOptionId id, const char *path, double zsun)
{
  static const SlReadingKind kind = { read_columns, free_columns, read_cb };
  Asked *asked = g_new0 (Asked, 1);

  *asked = (Asked) { g_object_ref (session), id, zsun };
  sl_window_reading_begin (parent, path, &kind, asked, asked_free);
}
