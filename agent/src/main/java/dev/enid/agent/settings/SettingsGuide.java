package dev.enid.agent.settings;

/** The documentation of the settings, made from the settings themselves. */
public final class SettingsGuide {

    /** As ImdsSettings reads it. */
    private static final String ENVIRONMENT = """
            ## The environment

            The variables of AWS's own tools hold for enid too, and go before the settings. An empty one counts as not set; a value
            that is not allowed is said, and nothing is done.

            | variable | allowed | what for |
            | --- | --- | --- |
            | `AWS_EC2_METADATA_SERVICE_ENDPOINT` | a URL | before `imds.endpoint` |
            | `AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE` | IPv4 or IPv6 | the standard endpoint of that family, where no URL is given by the other variable |
            | `AWS_METADATA_SERVICE_TIMEOUT` | seconds, 1 to 3600 | before `imds.timeout` |
            | `AWS_METADATA_SERVICE_NUM_ATTEMPTS` | 1 to 100 | before `imds.attempts` |
            | `AWS_EC2_METADATA_V1_DISABLED` | true or false | before `imds.version-1`, the other way round |
            | `AWS_EC2_METADATA_DISABLED` | true or false | true: IMDS is not asked, so nothing is known and nothing changed |
            """;

    private SettingsGuide() {}

    /** A settings file in which every setting stands with its meaning, as a comment; it says nothing until one is uncommented. */
    public static String sample() {
        StringBuilder text = new StringBuilder("""
                # /etc/enid/enid.toml
                #
                # Every setting, with its standard value. Uncomment what shall be different; `enid plan` then shows what follows,
                # and `enid apply` has the running daemon read it again.
                """);
        String table = "";
        for (Setting<?> setting : AllSettings.ALL) {
            int dot = setting.key().lastIndexOf('.');
            String in = dot < 0 ? "" : setting.key().substring(0, dot);
            if (!in.equals(table)) {
                table = in;
                text.append("\n[").append(table).append("]\n");
            }
            text.append('\n');
            wrap(text, setting.meaning());
            wrap(text, "Allowed: " + setting.form().allowed() + ".");
            text.append("#")
                    .append(setting.key().substring(dot + 1))
                    .append(" = ")
                    .append(setting.written())
                    .append('\n');
        }
        return text.toString();
    }

    /** docs/settings.md. */
    public static String markdown() {
        StringBuilder text = new StringBuilder("""
                # Settings

                enid needs no settings. What you set stands in `/etc/enid/enid.toml` (TOML). A file with any error in it is refused as a
                whole, and every problem is named with its line and key: a daemon that is running keeps the settings it has and says so in
                `enid status`; a daemon that starts, and `enid plan` or `enid apply` without a daemon, say what is wrong, change nothing and
                exit 1.

                `enid settings` prints a file with all settings as comments, to begin with. `enid apply` has a running daemon read the file
                again.

                This page is made from the program: `enid settings --markdown`.

                """);
        for (Setting<?> setting : AllSettings.ALL) {
            text.append("## `").append(setting.key()).append("`\n\n");
            text.append(setting.meaning()).append("\n\n");
            text.append("- Allowed: ").append(setting.form().allowed()).append('\n');
            text.append("- Standard: `").append(setting.written()).append("`\n\n");
            text.append("```toml\n").append(example(setting)).append("```\n\n");
        }
        return text.append(ENVIRONMENT).toString();
    }

    private static String example(Setting<?> setting) {
        int dot = setting.key().lastIndexOf('.');
        String line = setting.key().substring(dot + 1) + " = " + setting.example() + "\n";
        return dot < 0 ? line : "[" + setting.key().substring(0, dot) + "]\n" + line;
    }

    private static void wrap(StringBuilder text, String words) {
        int column = 0;
        for (String word : words.split(" ", -1)) {
            if (column > 0 && column + 1 + word.length() > 98) {
                text.append('\n');
                column = 0;
            }
            text.append(column == 0 ? "# " : " ").append(word);
            column += word.length() + (column == 0 ? 2 : 1);
        }
        text.append('\n');
    }
}
