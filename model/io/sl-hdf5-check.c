/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is refused in a file before any of its data are read. */
#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/io/sl-hdf5-private.h"
#include "model/support/sl-check.h"
#include "model/support/sl-size.h"
#include "model/support/sl-text-quote.h"

/* Deflate cannot shrink data by more than a factor of 1032. */
#define MOST_DEFLATION 1032
/* From these bytes on, data that shrink by more than a factor are made to fill the memory. */
#define LARGE_BYTES ((gsize) 1 << 28)
#define LARGE_DEFLATION 200
/* HDF5 reads a chunk as a whole. */
#define MOST_CHUNK_BYTES ((gsize) 1 << 28)

/* Filters that people use and the library lacks, for which it may not have kept the name. */
static const struct {
  H5Z_filter_t id;
  const char *name;
} filter_table[] = {
  { H5Z_FILTER_SZIP, "szip" }, { 305, "lzo" },         { 307, "bzip2" },      { 32000, "lzf" },
  { 32001, "blosc" },          { 32004, "lz4" },       { 32008, "bitshuffle" }, { 32013, "zfp" },
  { 32015, "zstd" },           { 32017, "sz" },        { 32026, "blosc2" },
};

char *
sl_h5_shape_text (guint rank, const gsize *dims, gboolean zero_is_any)
{
  GString *text = g_string_new ("(");
  for (guint i = 0; i < rank; i++)
    {
      if (i > 0)
        g_string_append (text, ", ");
      if (dims[i] == 0 && zero_is_any)
        g_string_append (text, _ ("any"));
      else
        g_string_append_printf (text, "%zu", dims[i]);
    }
  g_string_append_c (text, ')');
  return g_string_free (text, FALSE);
}

/* Whether the link exists and leads to something in the file, perhaps by other links. */
static gboolean
check_link (SlH5 *self, const char *path)
{
  H5L_info_t info;

  if (H5Lexists (self->file, path, H5P_DEFAULT) <= 0)
    return FALSE;
  if (H5Lget_info (self->file, path, &info, H5P_DEFAULT) < 0)
    sl_h5_note_fault (self, path, _ ("the HDF5 file is damaged or incomplete: %s"),
                      _ ("a link is unreadable"));
  else if (info.type != H5L_TYPE_HARD && info.type != H5L_TYPE_SOFT)
    sl_h5_note_fault (self, path,
                      _ ("a link to another file; put the data into this file (h5copy does that)"));
  else if (H5Oexists_by_name (self->file, path, H5P_DEFAULT) > 0)
    return TRUE;
  else if (info.type == H5L_TYPE_SOFT)
    sl_h5_note_fault (self, path, _ ("a link that leads nowhere, to another file, or back to itself"));
  return FALSE;
}

/* A link may be broken, and H5Lexists() checks one step of a path at a time. */
gboolean
sl_h5_has (SlH5 *self, const char *name)
{
  if (*name == 0 || strlen (name) > SL_SIZE_MOST_NAME)
    return FALSE;
  g_autofree char *path = g_strdup (name);
  for (char *p = path + 1; p[-1] != 0 && *p != 0; p++)
    if (*p == '/' && p[-1] != '/')
      {
        *p = 0;
        if (!check_link (self, path))
          return FALSE;
        *p = '/';
      }
  return path[strspn (path, "/")] == 0 || check_link (self, path);
}

static const char *
name_filter (H5Z_filter_t id, const char *stored)
{
  for (guint i = 0; i < G_N_ELEMENTS (filter_table); i++)
    if (filter_table[i].id == id)
      return filter_table[i].name;
  return *stored != 0 ? stored : "?";
}

/* Filters that there are. Needs the property list of the dataset. */
static gboolean
check_filters (SlH5 *self, const char *name, hid_t plist, GError **error)
{
  const int n = H5Pget_nfilters (plist);
  for (int i = 0; i < n; i++)
    {
      char stored[64] = "";
      unsigned int flags, config = 0;
      size_t n_values = 0;
      const H5Z_filter_t id =
          H5Pget_filter2 (plist, (unsigned) i, &flags, &n_values, NULL, sizeof stored - 1, stored, &config);
      if (id >= 0 && H5Zfilter_avail (id) > 0 && H5Zget_filter_info (id, &config) >= 0
          && (config & H5Z_FILTER_CONFIG_DECODE_ENABLED))
        continue;
      g_autofree char *found = sl_text_quote (name_filter (id, stored), SL_TEXT_QUOTE);
      sl_check_fail (error, self->path, name,
                     _ ("compressed with the filter “%s” (%d), which the HDF5 library here cannot read; "
                        "rewrite the file with gzip (in h5py compression=\"gzip\", or h5repack -f GZIP=4)"),
                     found, (int) id);
      return FALSE;
    }
  return TRUE;
}

/* In the file itself, not in others. */
static gboolean
check_place (SlH5 *self, const char *name, hid_t plist, H5D_layout_t layout, GError **error)
{
  if (layout == H5D_VIRTUAL)
    sl_check_fail (error, self->path, name,
                   _ ("a virtual dataset, whose data are elsewhere; write them into this file (h5repack does "
                      "not do that, h5py does)"));
  else if (layout == H5D_CONTIGUOUS && H5Pget_external_count (plist) > 0)
    sl_check_fail (error, self->path, name,
                   _ ("its data are in another file (external storage); write them into this file (h5repack "
                      "does that)"));
  else
    return TRUE;
  return FALSE;
}

/* A chunk that memory can hold. type_size: bytes of a value. */
static gboolean
check_chunk (SlH5 *self, const char *name, hid_t plist, guint rank, gsize type_size, GError **error)
{
  hsize_t chunk[SL_H5_MAX_RANK] = { 0 };
  gsize sizes[SL_H5_MAX_RANK] = { 0 }, n = 0;
  if (H5Pget_chunk (plist, SL_H5_MAX_RANK, chunk) != (int) rank)
    {
      sl_h5_fail_set (error, self, name);
      return FALSE;
    }
  for (guint i = 0; i < rank; i++)
    sizes[i] = chunk[i];
  if (sl_size_values (rank, sizes, MOST_CHUNK_BYTES / MAX (type_size, 1), &n))
    return TRUE;
  g_autofree char *shape = sl_h5_shape_text (rank, sizes, FALSE);
  sl_check_fail (error, self->path, name, _ ("expected chunks of at most %.0f MB, found the shape %s"),
                 MOST_CHUNK_BYTES / 1e6, shape);
  return FALSE;
}

/* Stored bytes that can fill the claimed ones. */
static gboolean
check_stored (SlH5 *self, const char *name, hid_t set, gboolean chunked, gsize claimed, const char *shape,
              GError **error)
{
  const guint64 stored = H5Dget_storage_size (set);
  const guint64 factor = !chunked ? 1 : claimed > LARGE_BYTES ? LARGE_DEFLATION : MOST_DEFLATION;
  if (claimed / factor <= stored)
    return TRUE;
  sl_check_fail (error, self->path, name,
                 _ ("expected %" PRIu64 " bytes for the shape %s, found %" PRIu64 " stored"),
                 (guint64) claimed, shape, stored);
  return FALSE;
}

gboolean
sl_h5_check_storage (SlH5 *self, const char *name, hid_t set, guint rank, const gsize *dims, gsize most,
                     gsize *n, GError **error)
{
  g_autofree char *shape = sl_h5_shape_text (rank, dims, FALSE);
  if (!sl_size_values (rank, dims, most, n))
    {
      sl_check_fail (error, self->path, name, _ ("expected at most %zu values, but it claims the shape %s"),
                     most, shape);
      return FALSE;
    }
  g_auto (H5Id) type = H5Dget_type (set);
  g_auto (H5Id) plist = H5Dget_create_plist (set);
  const H5D_layout_t layout = plist < 0 ? H5D_LAYOUT_ERROR : H5Pget_layout (plist);
  const gsize size = type < 0 ? 0 : H5Tget_size (type);
  gsize claimed = 0;
  if (size == 0 || layout == H5D_LAYOUT_ERROR)
    {
      sl_h5_fail_set (error, self, name);
      return FALSE;
    }
  if (!check_place (self, name, plist, layout, error) || !check_filters (self, name, plist, error)
      || (layout == H5D_CHUNKED && !check_chunk (self, name, plist, rank, size, error)))
    return FALSE;
  if (!sl_size_times (*n, size, &claimed))
    {
      sl_check_fail (error, self->path, name, _ ("expected at most %zu values, but it claims the shape %s"),
                     most, shape);
      return FALSE;
    }
  return *n == 0 || check_stored (self, name, set, layout == H5D_CHUNKED, claimed, shape, error);
}
