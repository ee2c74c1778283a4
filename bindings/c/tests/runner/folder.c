#include "folder.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *folder_new(void) {
    const char *place = getenv("TMPDIR");
    migrayt_host_text path = {0};
    migrayt_host_text_format(&path, "%s/migrayt-c-XXXXXX", place == NULL ? "/tmp" : place);
    char *made = path.failed || mkdtemp(path.data) == NULL ? NULL : copy(path.data);
    migrayt_host_text_free(&path);
    return made;
}

static int remove_one(const char *path, const struct stat *stat, int flag, struct FTW *ftw) {
    (void)stat;
    (void)flag;
    (void)ftw;
    remove(path);
    return 0;
}

// A file may vanish on the way, so that what could not be removed is looked for once more.
void folder_remove(const char *path) {
    for (int i = 0; i < 5 && access(path, F_OK) == 0; i++) {
        nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    }
}

char *file_read(const char *path) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return NULL;
    }
    migrayt_host_text text = {0};
    char piece[4096];
    size_t count = 0;
    while ((count = fread(piece, 1, sizeof piece, file)) > 0) {
        migrayt_bytes bytes = {(const uint8_t *)piece, count};
        migrayt_host_text_add_bytes(&text, bytes);
    }
    bool read = ferror(file) == 0 && !text.failed;
    fclose(file);
    char *whole = read ? copy(migrayt_host_text_words(&text)) : NULL;
    migrayt_host_text_free(&text);
    return whole;
}

bool file_write(const char *path, const char *words) {
    int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (descriptor < 0) {
        return false;
    }
    FILE *file = fdopen(descriptor, "wb");
    if (file == NULL) {
        close(descriptor);
        return false;
    }
    size_t length = strlen(words);
    bool written = fwrite(words, 1, length, file) == length;
    return fclose(file) == 0 && written;
}
