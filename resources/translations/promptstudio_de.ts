<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
    <context>
        <name>AblationView</name>
        <message>
            <source>All methods</source>
            <translation>Alle Methoden</translation>
        </message>
        <message>
            <source>Difference in points</source>
            <translation>Unterschied in Punkten</translation>
        </message>
        <message>
            <source>Effect of single settings</source>
            <translation>Wirkung einzelner Einstellungen</translation>
        </message>
        <message>
            <source>Effects of single settings</source>
            <translation>Wirkungen einzelner Einstellungen</translation>
        </message>
        <message>
            <source>Method</source>
            <translation>Methode</translation>
        </message>
        <message>
            <source>No study of this workspace is chosen.</source>
            <translation>Es ist keine Studie dieses Arbeitsbereichs gewählt.</translation>
        </message>
        <message>
            <source>No two finished runs of this study differ in one setting alone. Give a setting several values (the ⋯ beside it in the form) to see what it does.</source>
            <translation>Keine zwei fertigen Läufe dieser Studie unterscheiden sich in nur einer Einstellung. Einer Einstellung mehrere Werte geben (das ⋯ neben ihr im Formular), um ihre Wirkung zu sehen.</translation>
        </message>
        <message>
            <source>{0}: {1}, not {2}</source>
            <translation>{0}: {1} statt {2}</translation>
        </message>
    </context>
    <context>
        <name>Actions</name>
        <message>
            <source>&amp;Cancel</source>
            <translation>&amp;Abbrechen</translation>
        </message>
        <message>
            <source>&amp;Command palette…</source>
            <translation>&amp;Befehlspalette…</translation>
        </message>
        <message>
            <source>&amp;Dark</source>
            <translation>&amp;Dunkel</translation>
        </message>
        <message>
            <source>&amp;Edit</source>
            <translation>&amp;Bearbeiten</translation>
        </message>
        <message>
            <source>&amp;Export…</source>
            <translation>&amp;Exportieren…</translation>
        </message>
        <message>
            <source>&amp;Help</source>
            <translation>&amp;Hilfe</translation>
        </message>
        <message>
            <source>&amp;High contrast</source>
            <translation>Hoher &amp;Kontrast</translation>
        </message>
        <message>
            <source>&amp;Import data…</source>
            <translation>Daten &amp;importieren…</translation>
        </message>
        <message>
            <source>&amp;Light</source>
            <translation>&amp;Hell</translation>
        </message>
        <message>
            <source>&amp;Open study…</source>
            <translation>Studie ö&amp;ffnen…</translation>
        </message>
        <message>
            <source>&amp;Quit</source>
            <translation>&amp;Beenden</translation>
        </message>
        <message>
            <source>&amp;Redo</source>
            <translation>&amp;Wiederholen</translation>
        </message>
        <message>
            <source>&amp;Run</source>
            <translation>Aus&amp;führen</translation>
        </message>
        <message>
            <source>&amp;Save study…</source>
            <translation>Studie s&amp;peichern…</translation>
        </message>
        <message>
            <source>&amp;Stop and keep</source>
            <translation>&amp;Stoppen und behalten</translation>
        </message>
        <message>
            <source>&amp;Study</source>
            <translation>&amp;Studie</translation>
        </message>
        <message>
            <source>&amp;Tour</source>
            <translation>&amp;Rundgang</translation>
        </message>
        <message>
            <source>&amp;Undo</source>
            <translation>&amp;Rückgängig</translation>
        </message>
        <message>
            <source>&amp;View</source>
            <translation>&amp;Ansicht</translation>
        </message>
        <message>
            <source>Actions</source>
            <translation>Aktionen</translation>
        </message>
        <message>
            <source>As the &amp;system</source>
            <translation>Wie das &amp;System</translation>
        </message>
        <message>
            <source>Close the window</source>
            <translation>Das Fenster schließen</translation>
        </message>
        <message>
            <source>Co&amp;mpare…</source>
            <translation>&amp;Vergleichen…</translation>
        </message>
        <message>
            <source>Colours of high contrast</source>
            <translation>Farben mit hohem Kontrast</translation>
        </message>
        <message>
            <source>Compare runs and methods</source>
            <translation>Läufe und Methoden vergleichen</translation>
        </message>
        <message>
            <source>Compare the methods of the selected run's study, or of the newest</source>
            <translation>Die Methoden der Studie des ausgewählten Laufs vergleichen, sonst die der neuesten</translation>
        </message>
        <message>
            <source>Continue the selected runs from their checkpoints</source>
            <translation>Die ausgewählten Läufe von ihren Sicherungspunkten fortsetzen</translation>
        </message>
        <message>
            <source>Dark colours</source>
            <translation>Dunkle Farben</translation>
        </message>
        <message>
            <source>Data</source>
            <translation>Daten</translation>
        </message>
        <message>
            <source>End the selected runs (or all) at once, without a result</source>
            <translation>Die ausgewählten Läufe (oder alle) sofort beenden, ohne Ergebnis</translation>
        </message>
        <message>
            <source>End the selected runs (or all) at the next step; keep and score the best prompts</source>
            <translation>Die ausgewählten Läufe (oder alle) beim nächsten Schritt beenden; die besten Prompts behalten und bewerten</translation>
        </message>
        <message>
            <source>Explain the page, or the current method</source>
            <translation>Die Seite oder die aktuelle Methode erklären</translation>
        </message>
        <message>
            <source>Export the prompt of the selected run</source>
            <translation>Den Prompt des ausgewählten Laufs exportieren</translation>
        </message>
        <message>
            <source>Find anything that can be done by typing</source>
            <translation>Alles, was getan werden kann, durch Tippen finden</translation>
        </message>
        <message>
            <source>Light colours</source>
            <translation>Helle Farben</translation>
        </message>
        <message>
            <source>Light or dark as the system</source>
            <translation>Hell oder dunkel wie das System</translation>
        </message>
        <message>
            <source>Live</source>
            <translation>Live</translation>
        </message>
        <message>
            <source>Look and behaviour of the program</source>
            <translation>Aussehen und Verhalten des Programms</translation>
        </message>
        <message>
            <source>Look into prompts and try them</source>
            <translation>Prompts untersuchen und ausprobieren</translation>
        </message>
        <message>
            <source>Make a change again that was taken back</source>
            <translation>Eine zurückgenommene Änderung erneut vornehmen</translation>
        </message>
        <message>
            <source>Open &amp;transfer table…</source>
            <translation>&amp;Transfertabelle öffnen…</translation>
        </message>
        <message>
            <source>Open a study file</source>
            <translation>Eine Studiendatei öffnen</translation>
        </message>
        <message>
            <source>Prompts</source>
            <translation>Prompts</translation>
        </message>
        <message>
            <source>Res&amp;ume</source>
            <translation>Fortset&amp;zen</translation>
        </message>
        <message>
            <source>Results</source>
            <translation>Ergebnisse</translation>
        </message>
        <message>
            <source>Run the study</source>
            <translation>Die Studie ausführen</translation>
        </message>
        <message>
            <source>Save the study as a file</source>
            <translation>Die Studie als Datei speichern</translation>
        </message>
        <message>
            <source>Set up tasks, methods and protocol</source>
            <translation>Aufgaben, Methoden und Protokoll einrichten</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <source>Show transfer scores measured elsewhere as a matrix</source>
            <translation>Anderswo gemessene Transferwerte als Matrix zeigen</translation>
        </message>
        <message>
            <source>Study</source>
            <translation>Studie</translation>
        </message>
        <message>
            <source>Take data in as tasks</source>
            <translation>Daten als Aufgaben übernehmen</translation>
        </message>
        <message>
            <source>Take own data or a data set of the hub in as a task</source>
            <translation>Eigene Daten oder einen Datensatz des Hubs als Aufgabe übernehmen</translation>
        </message>
        <message>
            <source>Take the last change of this page back</source>
            <translation>Die letzte Änderung dieser Seite zurücknehmen</translation>
        </message>
        <message>
            <source>Two minutes over all pages, to a finished study</source>
            <translation>Zwei Minuten über alle Seiten, bis zu einer fertigen Studie</translation>
        </message>
        <message>
            <source>Watch what runs</source>
            <translation>Beobachten, was läuft</translation>
        </message>
    </context>
    <context>
        <name>AdviceList</name>
        <message>
            <source>Advice on the study</source>
            <translation>Hinweise zur Studie</translation>
        </message>
        <message>
            <source>Careful:</source>
            <translation>Vorsicht:</translation>
        </message>
        <message>
            <source>Note:</source>
            <translation>Hinweis:</translation>
        </message>
        <message>
            <source>Stops:</source>
            <translation>Verhindert den Start:</translation>
        </message>
    </context>
    <context>
        <name>AlarmStrip</name>
        <message>
            <source>&amp;Apply to the form</source>
            <translation>Ins &amp;Formular übernehmen</translation>
        </message>
        <message>
            <source>&amp;Next ({0} of {1})</source>
            <translation>&amp;Nächste ({0} von {1})</translation>
        </message>
        <message>
            <source>Dismiss</source>
            <translation>Ausblenden</translation>
        </message>
        <message>
            <source>Put this run into the form with {0} = {1:g} rather than {2:g}</source>
            <translation>Diesen Lauf mit {0} = {1:g} statt {2:g} ins Formular übernehmen</translation>
        </message>
        <message>
            <source>What goes wrong</source>
            <translation>Was schiefgeht</translation>
        </message>
    </context>
    <context>
        <name>AlarmWatch</name>
        <message>
            <source>This study</source>
            <translation>Diese Studie</translation>
        </message>
    </context>
    <context>
        <name>Banner</name>
        <message>
            <source>Copy report</source>
            <translation>Bericht kopieren</translation>
        </message>
        <message>
            <source>Dismiss</source>
            <translation>Ausblenden</translation>
        </message>
        <message>
            <source>Error</source>
            <translation>Fehler</translation>
        </message>
        <message>
            <source>New here? {0}.</source>
            <translation>Neu hier? {0}.</translation>
        </message>
    </context>
    <context>
        <name>BarTwin</name>
        <message>
            <source>Pictures (*.png)</source>
            <translation>Bilder (*.png)</translation>
        </message>
        <message>
            <source>Save data</source>
            <translation>Daten speichern</translation>
        </message>
        <message>
            <source>Save data…</source>
            <translation>Daten speichern…</translation>
        </message>
        <message>
            <source>Save picture</source>
            <translation>Bild speichern</translation>
        </message>
        <message>
            <source>Save picture…</source>
            <translation>Bild speichern…</translation>
        </message>
        <message>
            <source>Tables (*.csv)</source>
            <translation>Tabellen (*.csv)</translation>
        </message>
        <message>
            <source>The picture can not be saved as '{0}'.</source>
            <translation>Das Bild kann nicht als '{0}' gespeichert werden.</translation>
        </message>
    </context>
    <context>
        <name>CardForm</name>
        <message>
            <source>&amp;Answer</source>
            <translation>&amp;Antwort</translation>
        </message>
        <message>
            <source>&amp;Name</source>
            <translation>&amp;Name</translation>
        </message>
        <message>
            <source>&amp;Template</source>
            <translation>&amp;Vorlage</translation>
        </message>
        <message>
            <source>0=bad, 1=good</source>
            <translation>0=schlecht, 1=gut</translation>
        </message>
        <message>
            <source>As the model &amp;reads it</source>
            <translation>Wie das &amp;Modell es liest</translation>
        </message>
        <message>
            <source>Columns</source>
            <translation>Spalten</translation>
        </message>
        <message>
            <source>Kind of task</source>
            <translation>Art der Aufgabe</translation>
        </message>
        <message>
            <source>Label &amp;words</source>
            <translation>&amp;Label-Wörter</translation>
        </message>
        <message>
            <source>Put column {0} into the template</source>
            <translation>Spalte {0} in die Vorlage einsetzen</translation>
        </message>
        <message>
            <source>Row of the example</source>
            <translation>Zeile des Beispiels</translation>
        </message>
        <message>
            <source>classes</source>
            <translation>Klassen</translation>
        </message>
        <message>
            <source>free answers</source>
            <translation>freie Antworten</translation>
        </message>
        <message>
            <source>numbers</source>
            <translation>Zahlen</translation>
        </message>
        <message>
            <source>row </source>
            <translation>Zeile </translation>
        </message>
        <message>
            <source>{0}. First: {1}</source>
            <translation>{0}. Die erste: {1}</translation>
        </message>
        <message>
            <source>{name} stands for a column, {name?} for one that may be empty, {name|cut} for one that is shortened first, {[words {name} ]} for words that go with a column.</source>
            <translation>{name} steht für eine Spalte, {name?} für eine, die leer sein darf, {name|cut} für eine, die zuerst gekürzt wird, {[Wörter {name} ]} für Wörter, die zu einer Spalte gehören.</translation>
        </message>
    </context>
    <context>
        <name>ChartArea</name>
        <message>
            <source>Comma-separated values (*.csv)</source>
            <translation>Kommagetrennte Werte (*.csv)</translation>
        </message>
        <message>
            <source>Curves over steps</source>
            <translation>Kurven über die Schritte</translation>
        </message>
        <message>
            <source>Light smoothing</source>
            <translation>Wenig Glättung</translation>
        </message>
        <message>
            <source>Lo&amp;g scale</source>
            <translation>Lo&amp;g-Skala</translation>
        </message>
        <message>
            <source>Logarithmic height; values of 0 and less are left out</source>
            <translation>Logarithmische Höhe; Werte von 0 und weniger entfallen</translation>
        </message>
        <message>
            <source>Mean and 95 % interval</source>
            <translation>Mittel und 95-%-Intervall</translation>
        </message>
        <message>
            <source>Mean, least to greatest</source>
            <translation>Mittel, kleinster bis größter Wert</translation>
        </message>
        <message>
            <source>No smoothing</source>
            <translation>Keine Glättung</translation>
        </message>
        <message>
            <source>Runs</source>
            <translation>Läufe</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>Speichern</translation>
        </message>
        <message>
            <source>Save data</source>
            <translation>Daten speichern</translation>
        </message>
        <message>
            <source>Save data…</source>
            <translation>Daten speichern…</translation>
        </message>
        <message>
            <source>Save picture</source>
            <translation>Bild speichern</translation>
        </message>
        <message>
            <source>Save picture…</source>
            <translation>Bild speichern…</translation>
        </message>
        <message>
            <source>Save the chart</source>
            <translation>Das Diagramm speichern</translation>
        </message>
        <message>
            <source>Saved as {0}</source>
            <translation>Gespeichert als {0}</translation>
        </message>
        <message>
            <source>Sho&amp;w all</source>
            <translation>Alles &amp;zeigen</translation>
        </message>
        <message>
            <source>Smoothing of the loss</source>
            <translation>Glättung des Verlusts</translation>
        </message>
        <message>
            <source>Step</source>
            <translation>Schritt</translation>
        </message>
        <message>
            <source>Strong smoothing</source>
            <translation>Viel Glättung</translation>
        </message>
        <message>
            <source>Take the zoom back (double click in the chart, or key 0)</source>
            <translation>Vergrößerung aufheben (Doppelklick ins Diagramm oder Taste 0)</translation>
        </message>
        <message>
            <source>The data can not be saved as '{0}': {1}.</source>
            <translation>Die Daten können nicht als '{0}' gespeichert werden: {1}.</translation>
        </message>
        <message>
            <source>What is drawn of runs that differ in the seed</source>
            <translation>Was von Läufen gezeichnet wird, die sich im Seed unterscheiden</translation>
        </message>
        <message>
            <source>{0} over steps</source>
            <translation>{0} über die Schritte</translation>
        </message>
    </context>
    <context>
        <name>CombineDialog</name>
        <message>
            <source>&amp;Make</source>
            <translation>&amp;Erzeugen</translation>
        </message>
        <message>
            <source>Combine prompts</source>
            <translation>Prompts kombinieren</translation>
        </message>
        <message>
            <source>N&amp;ame</source>
            <translation>N&amp;ame</translation>
        </message>
        <message>
            <source>Scale to the mean &amp;norm of the parts</source>
            <translation>Auf die mittlere &amp;Norm der Teile skalieren</translation>
        </message>
        <message>
            <source>Sum</source>
            <translation>Summe</translation>
        </message>
        <message>
            <source>Weight of {0}</source>
            <translation>Gewicht von {0}</translation>
        </message>
    </context>
    <context>
        <name>ComparisonPanel</name>
        <message>
            <source>&amp;Export…</source>
            <translation>&amp;Exportieren…</translation>
        </message>
        <message>
            <source>Comparing…</source>
            <translation>Vergleich läuft…</translation>
        </message>
        <message>
            <source>Export tables</source>
            <translation>Tabellen exportieren</translation>
        </message>
        <message>
            <source>No run of this study has finished yet. Its comparison will stand here.</source>
            <translation>Noch kein Lauf dieser Studie ist fertig. Ihr Vergleich erscheint hier.</translation>
        </message>
        <message>
            <source>Notes on the table</source>
            <translation>Anmerkungen zur Tabelle</translation>
        </message>
        <message>
            <source>Nothing has been run in this workspace yet. Set up a study (Ctrl+1).</source>
            <translation>In diesem Arbeitsbereich ist noch nichts gelaufen. Eine Studie einrichten (Strg+1).</translation>
        </message>
        <message>
            <source>Re&amp;port…</source>
            <translation>&amp;Bericht…</translation>
        </message>
        <message>
            <source>Study or file</source>
            <translation>Studie oder Datei</translation>
        </message>
        <message>
            <source>Table</source>
            <translation>Tabelle</translation>
        </message>
        <message>
            <source>Tables</source>
            <translation>Tabellen</translation>
        </message>
        <message>
            <source>Tables written to {0}</source>
            <translation>Tabellen nach {0} geschrieben</translation>
        </message>
        <message>
            <source>Write all tables as CSV, Markdown, LaTeX or HTML</source>
            <translation>Alle Tabellen als CSV, Markdown, LaTeX oder HTML schreiben</translation>
        </message>
        <message>
            <source>Write all tables as one page for a browser</source>
            <translation>Alle Tabellen als eine Seite für den Browser schreiben</translation>
        </message>
        <message>
            <source>Write report</source>
            <translation>Bericht schreiben</translation>
        </message>
    </context>
    <context>
        <name>ConfigForm</name>
        <message>
            <source>Back to the default</source>
            <translation>Zurück zum Standardwert</translation>
        </message>
        <message>
            <source>Reset {0}</source>
            <translation>{0} zurücksetzen</translation>
        </message>
    </context>
    <context>
        <name>Crosshair</name>
        <message>
            <source>Step {0}</source>
            <translation>Schritt {0}</translation>
        </message>
        <message>
            <source>and {0} more</source>
            <translation>und {0} weitere</translation>
        </message>
        <message>
            <source>{0} to {1}</source>
            <translation>{0} bis {1}</translation>
        </message>
    </context>
    <context>
        <name>Curves</name>
        <message>
            <source>1 seed</source>
            <translation>1 Seed</translation>
        </message>
        <message>
            <source>Loss</source>
            <translation>Verlust</translation>
        </message>
        <message>
            <source>Validation {0}</source>
            <translation>Validierung: {0}</translation>
        </message>
        <message>
            <source>seed {0}, {1}</source>
            <translation>Seed {0}, {1}</translation>
        </message>
        <message>
            <source>shared stage</source>
            <translation>gemeinsame Stufe</translation>
        </message>
        <message>
            <source>{0} seeds</source>
            <translation>{0} Seeds</translation>
        </message>
    </context>
    <context>
        <name>CurvesView</name>
        <message>
            <source>Curve</source>
            <translation>Kurve</translation>
        </message>
        <message>
            <source>Curves of the selected runs</source>
            <translation>Kurven der ausgewählten Läufe</translation>
        </message>
        <message>
            <source>Points written to {0}</source>
            <translation>Punkte nach {0} geschrieben</translation>
        </message>
        <message>
            <source>Save all points</source>
            <translation>Alle Punkte speichern</translation>
        </message>
        <message>
            <source>Save all points…</source>
            <translation>Alle Punkte speichern…</translation>
        </message>
        <message>
            <source>Select runs above to lay their curves over each other.</source>
            <translation>Oben Läufe auswählen, um ihre Kurven übereinanderzulegen.</translation>
        </message>
        <message>
            <source>The selected runs have no curves of their own. A run that takes its prompt from a shared stage as it is does not train.</source>
            <translation>Die ausgewählten Läufe haben keine eigenen Kurven. Ein Lauf, der seinen Prompt unverändert aus einer gemeinsamen Stufe nimmt, trainiert nicht.</translation>
        </message>
        <message>
            <source>{0} more runs are selected and not drawn.</source>
            <translation>{0} weitere Läufe sind ausgewählt und nicht gezeichnet.</translation>
        </message>
    </context>
    <context>
        <name>DetailsView</name>
        <message>
            <source>Details of the run</source>
            <translation>Einzelheiten des Laufs</translation>
        </message>
        <message>
            <source>Select a run above to see all that is known of it.</source>
            <translation>Oben einen Lauf auswählen, um alles zu sehen, was über ihn bekannt ist.</translation>
        </message>
    </context>
    <context>
        <name>DiagnosticsView</name>
        <message>
            <source>Method whose numbers are shown</source>
            <translation>Methode, deren Zahlen gezeigt werden</translation>
        </message>
        <message>
            <source>Numbers of the methods appear here as runs report them.</source>
            <translation>Zahlen der Methoden erscheinen hier, sobald Läufe sie melden.</translation>
        </message>
        <message>
            <source>Run of which maps and bars are shown</source>
            <translation>Lauf, dessen Karten und Balken gezeigt werden</translation>
        </message>
    </context>
    <context>
        <name>DifferencesView</name>
        <message>
            <source>Select two runs or more above to see in which settings they differ.</source>
            <translation>Oben zwei oder mehr Läufe auswählen, um zu sehen, in welchen Einstellungen sie sich unterscheiden.</translation>
        </message>
        <message>
            <source>Settings that differ</source>
            <translation>Unterschiedliche Einstellungen</translation>
        </message>
        <message>
            <source>These runs have the same settings. They differ in target or seed.</source>
            <translation>Diese Läufe haben die gleichen Einstellungen. Sie unterscheiden sich in Ziel oder Seed.</translation>
        </message>
        <message>
            <source>{0} more runs are selected and not compared.</source>
            <translation>{0} weitere Läufe sind ausgewählt und nicht verglichen.</translation>
        </message>
    </context>
    <context>
        <name>ExportDialog</name>
        <message>
            <source>&amp;Browse…</source>
            <translation>&amp;Durchsuchen…</translation>
        </message>
        <message>
            <source>&amp;Export</source>
            <translation>&amp;Exportieren</translation>
        </message>
        <message>
            <source>&amp;Format</source>
            <translation>&amp;Format</translation>
        </message>
        <message>
            <source>Export prompt</source>
            <translation>Prompt exportieren</translation>
        </message>
        <message>
            <source>Export to folder</source>
            <translation>In Ordner exportieren</translation>
        </message>
        <message>
            <source>Exporting…</source>
            <translation>Export läuft…</translation>
        </message>
        <message>
            <source>F&amp;older</source>
            <translation>&amp;Ordner</translation>
        </message>
        <message>
            <source>NumPy npz file</source>
            <translation>NumPy-Datei (npz)</translation>
        </message>
        <message>
            <source>PEFT folder (Hugging Face)</source>
            <translation>PEFT-Ordner (Hugging Face)</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>Lauf</translation>
        </message>
        <message>
            <source>safetensors file</source>
            <translation>safetensors-Datei</translation>
        </message>
    </context>
    <context>
        <name>ExportOutcome</name>
        <message>
            <source>&amp;Copy Python</source>
            <translation>Python &amp;kopieren</translation>
        </message>
        <message>
            <source>&amp;Verify again</source>
            <translation>Erneut &amp;prüfen</translation>
        </message>
        <message>
            <source>Exported to</source>
            <translation>Exportiert nach</translation>
        </message>
        <message>
            <source>Files</source>
            <translation>Dateien</translation>
        </message>
        <message>
            <source>Not verified: {0}</source>
            <translation>Nicht geprüft: {0}</translation>
        </message>
        <message>
            <source>O&amp;pen folder</source>
            <translation>&amp;Ordner öffnen</translation>
        </message>
        <message>
            <source>Prompt's SHA-256</source>
            <translation>SHA-256 des Prompts</translation>
        </message>
        <message>
            <source>Python that loads the prompt</source>
            <translation>Python, das den Prompt lädt</translation>
        </message>
        <message>
            <source>Reading it back and asking the model…</source>
            <translation>Der Prompt wird zurückgelesen und das Modell befragt…</translation>
        </message>
        <message>
            <source>Verification</source>
            <translation>Prüfung</translation>
        </message>
    </context>
    <context>
        <name>Figure</name>
        <message>
            <source>Picture written to {0}</source>
            <translation>Bild nach {0} geschrieben</translation>
        </message>
        <message>
            <source>Save picture</source>
            <translation>Bild speichern</translation>
        </message>
        <message>
            <source>Save picture…</source>
            <translation>Bild speichern…</translation>
        </message>
        <message>
            <source>The picture '{0}' can not be written.</source>
            <translation>Das Bild '{0}' kann nicht geschrieben werden.</translation>
        </message>
    </context>
    <context>
        <name>FilterBar</name>
        <message>
            <source>All methods</source>
            <translation>Alle Methoden</translation>
        </message>
        <message>
            <source>All studies</source>
            <translation>Alle Studien</translation>
        </message>
        <message>
            <source>All targets</source>
            <translation>Alle Ziele</translation>
        </message>
        <message>
            <source>Any status</source>
            <translation>Jeder Status</translation>
        </message>
        <message>
            <source>Any tag</source>
            <translation>Jedes Schlagwort</translation>
        </message>
        <message>
            <source>Archived</source>
            <translation>Archivierte</translation>
        </message>
        <message>
            <source>Archived runs too</source>
            <translation>Auch archivierte Läufe</translation>
        </message>
        <message>
            <source>Columns</source>
            <translation>Spalten</translation>
        </message>
        <message>
            <source>Columns of the list</source>
            <translation>Spalten der Liste</translation>
        </message>
        <message>
            <source>Favourites alone</source>
            <translation>Nur Favoriten</translation>
        </message>
        <message>
            <source>Method</source>
            <translation>Methode</translation>
        </message>
        <message>
            <source>Search runs</source>
            <translation>Läufe suchen</translation>
        </message>
        <message>
            <source>Show all runs again</source>
            <translation>Wieder alle Läufe zeigen</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>Status</translation>
        </message>
        <message>
            <source>Study</source>
            <translation>Studie</translation>
        </message>
        <message>
            <source>Tag</source>
            <translation>Schlagwort</translation>
        </message>
        <message>
            <source>Target</source>
            <translation>Ziel</translation>
        </message>
        <message>
            <source>Words of method, task, study, tag, note or reason; all have to be there</source>
            <translation>Wörter aus Methode, Aufgabe, Studie, Schlagwort, Notiz oder Grund; alle müssen vorkommen</translation>
        </message>
        <message>
            <source>{0} of {1} runs</source>
            <translation>{0} von {1} Läufen</translation>
        </message>
        <message>
            <source>{0} runs</source>
            <translation>{0} Läufe</translation>
        </message>
        <message>
            <source>★ Favourites</source>
            <translation>★ Favoriten</translation>
        </message>
    </context>
    <context>
        <name>ForecastDialog</name>
        <message>
            <source>What the study will take</source>
            <translation>Was die Studie braucht</translation>
        </message>
    </context>
    <context>
        <name>ForkDialog</name>
        <message>
            <source>&amp;Fork</source>
            <translation>Ab&amp;zweigen</translation>
        </message>
        <message>
            <source>A new run begins at the last checkpoint of '{0}', with the values that you change here. Both curves are then drawn on one axis.</source>
            <translation>Ein neuer Lauf beginnt am letzten Sicherungspunkt von '{0}', mit den Werten, die hier geändert werden. Beide Kurven werden dann auf einer Achse gezeichnet.</translation>
        </message>
        <message>
            <source>Change at least one value.</source>
            <translation>Mindestens einen Wert ändern.</translation>
        </message>
        <message>
            <source>Fork a run</source>
            <translation>Lauf abzweigen</translation>
        </message>
        <message>
            <source>Settings of the fork</source>
            <translation>Einstellungen der Abzweigung</translation>
        </message>
    </context>
    <context>
        <name>HelpWindow</name>
        <message>
            <source>Help</source>
            <translation>Hilfe</translation>
        </message>
        <message>
            <source>Search help</source>
            <translation>Hilfe durchsuchen</translation>
        </message>
        <message>
            <source>Topics</source>
            <translation>Themen</translation>
        </message>
    </context>
    <context>
        <name>ImportPanel</name>
        <message>
            <source>&amp;Data</source>
            <translation>&amp;Daten</translation>
        </message>
        <message>
            <source>&amp;Import</source>
            <translation>&amp;Importieren</translation>
        </message>
        <message>
            <source>&amp;Look</source>
            <translation>An&amp;sehen</translation>
        </message>
        <message>
            <source>&lt;p&gt;&lt;b&gt;Kept.&lt;/b&gt; The task is in the list now.&lt;/p&gt;</source>
            <translation>&lt;p&gt;&lt;b&gt;Übernommen.&lt;/b&gt; Die Aufgabe steht jetzt in der Liste.&lt;/p&gt;</translation>
        </message>
        <message>
            <source>A file, a folder, or owner/name of the hub</source>
            <translation>Eine Datei, ein Ordner oder eigentümer/name auf dem Hub</translation>
        </message>
        <message>
            <source>Choose a file or folder</source>
            <translation>Datei oder Ordner wählen</translation>
        </message>
        <message>
            <source>Data</source>
            <translation>Daten</translation>
        </message>
        <message>
            <source>Data file</source>
            <translation>Datendatei</translation>
        </message>
        <message>
            <source>Drop a file or folder here. Nothing is written before you press Import.</source>
            <translation>Datei oder Ordner hier ablegen. Geschrieben wird erst nach „Importieren“.</translation>
        </message>
        <message>
            <source>File…</source>
            <translation>Datei…</translation>
        </message>
        <message>
            <source>Folder of data</source>
            <translation>Ordner mit Daten</translation>
        </message>
        <message>
            <source>Folder…</source>
            <translation>Ordner…</translation>
        </message>
        <message>
            <source>Looking at all rows…</source>
            <translation>Alle Zeilen werden gelesen…</translation>
        </message>
        <message>
            <source>What was understood</source>
            <translation>Was erkannt wurde</translation>
        </message>
    </context>
    <context>
        <name>JobsPanel</name>
        <message>
            <source>All that have not ended</source>
            <translation>Alle, die nicht beendet sind</translation>
        </message>
        <message>
            <source>Jobs</source>
            <translation>Aufträge</translation>
        </message>
        <message>
            <source>Log</source>
            <translation>Meldungen</translation>
        </message>
        <message>
            <source>Means over seeds</source>
            <translation>Mittel über die Seeds</translation>
        </message>
        <message>
            <source>Queue</source>
            <translation>Warteschlange</translation>
        </message>
        <message>
            <source>Search jobs</source>
            <translation>Aufträge suchen</translation>
        </message>
        <message>
            <source>Which jobs are shown</source>
            <translation>Welche Aufträge gezeigt werden</translation>
        </message>
    </context>
    <context>
        <name>Legend</name>
        <message>
            <source>Click: hide or show. Double click: show alone. Colour: method and target.</source>
            <translation>Klick: aus- oder einblenden. Doppelklick: allein zeigen. Farbe: Methode und Ziel.</translation>
        </message>
        <message>
            <source>Legend: series that are drawn</source>
            <translation>Legende: gezeichnete Reihen</translation>
        </message>
    </context>
    <context>
        <name>Lens</name>
        <message>
            <source>&amp;Map</source>
            <translation>&amp;Karte</translation>
        </message>
        <message>
            <source>&amp;Nearest tokens</source>
            <translation>&amp;Nächste Tokens</translation>
        </message>
        <message>
            <source>&amp;Similarity</source>
            <translation>&amp;Ähnlichkeit</translation>
        </message>
        <message>
            <source>Asking the model…</source>
            <translation>Das Modell wird befragt…</translation>
        </message>
        <message>
            <source>Choose a prompt to see its nearest tokens.</source>
            <translation>Einen Prompt wählen, um seine nächsten Tokens zu sehen.</translation>
        </message>
        <message>
            <source>Map of prompts</source>
            <translation>Karte der Prompts</translation>
        </message>
        <message>
            <source>Measure of similarity</source>
            <translation>Maß der Ähnlichkeit</translation>
        </message>
        <message>
            <source>Prompt lens</source>
            <translation>Prompt-Lupe</translation>
        </message>
        <message>
            <source>Similarity of prompts</source>
            <translation>Ähnlichkeit von Prompts</translation>
        </message>
        <message>
            <source>Two prompts of equal width are needed to compare.</source>
            <translation>Zum Vergleich sind zwei Prompts gleicher Breite nötig.</translation>
        </message>
    </context>
    <context>
        <name>LibraryPanel</name>
        <message>
            <source>&amp;Combine…</source>
            <translation>&amp;Kombinieren…</translation>
        </message>
        <message>
            <source>&amp;Export…</source>
            <translation>&amp;Exportieren…</translation>
        </message>
        <message>
            <source>&amp;Import</source>
            <translation>&amp;Importieren</translation>
        </message>
        <message>
            <source>All</source>
            <translation>Alle</translation>
        </message>
        <message>
            <source>Combine prompts…</source>
            <translation>Prompts kombinieren…</translation>
        </message>
        <message>
            <source>Copy SHA-256</source>
            <translation>SHA-256 kopieren</translation>
        </message>
        <message>
            <source>Export prompt…</source>
            <translation>Prompt exportieren…</translation>
        </message>
        <message>
            <source>Import a folder of prompts</source>
            <translation>Ordner mit Prompts importieren</translation>
        </message>
        <message>
            <source>Import a prompt</source>
            <translation>Prompt importieren</translation>
        </message>
        <message>
            <source>Import prompt file…</source>
            <translation>Prompt-Datei importieren…</translation>
        </message>
        <message>
            <source>Import prompt folder…</source>
            <translation>Prompt-Ordner importieren…</translation>
        </message>
        <message>
            <source>Imported</source>
            <translation>Importiert</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>No prompts yet. Run a study (Ctrl+1), or take prompts in: a PEFT folder, a safetensors or an npz file, or a folder of such. Drop them here.</source>
            <translation>Noch keine Prompts. Eine Studie ausführen (Strg+1) oder Prompts übernehmen: einen PEFT-Ordner, eine safetensors- oder npz-Datei oder einen Ordner damit. Sie können hier abgelegt werden.</translation>
        </message>
        <message>
            <source>Prompts (*.safetensors *.npz)</source>
            <translation>Prompts (*.safetensors *.npz)</translation>
        </message>
        <message>
            <source>Remove prompts</source>
            <translation>Prompts entfernen</translation>
        </message>
        <message>
            <source>Rename prompt</source>
            <translation>Prompt umbenennen</translation>
        </message>
        <message>
            <source>Rename prompt…</source>
            <translation>Prompt umbenennen…</translation>
        </message>
        <message>
            <source>Search prompts</source>
            <translation>Prompts suchen</translation>
        </message>
        <message>
            <source>Trained here</source>
            <translation>Hier trainiert</translation>
        </message>
        <message>
            <source>Which prompts are shown</source>
            <translation>Welche Prompts gezeigt werden</translation>
        </message>
    </context>
    <context>
        <name>LivePage</name>
        <message>
            <source>Exported {0} to {1}</source>
            <translation>{0} nach {1} exportiert</translation>
        </message>
        <message>
            <source>{0} failed: {1}</source>
            <translation>{0} ist gescheitert: {1}</translation>
        </message>
    </context>
    <context>
        <name>LivePanel</name>
        <message>
            <source> · {0} rows/s</source>
            <translation> · {0} Zeilen/s</translation>
        </message>
        <message>
            <source> · {0} tokens/s</source>
            <translation> · {0} Tokens/s</translation>
        </message>
        <message>
            <source>, about {0} left</source>
            <translation>, noch etwa {0}</translation>
        </message>
        <message>
            <source>Charts</source>
            <translation>Diagramme</translation>
        </message>
        <message>
            <source>Curves appear here as runs report them.</source>
            <translation>Kurven erscheinen hier, sobald Läufe sie melden.</translation>
        </message>
        <message>
            <source>Diagnostics</source>
            <translation>Diagnose</translation>
        </message>
        <message>
            <source>Nothing is running.</source>
            <translation>Nichts läuft.</translation>
        </message>
        <message>
            <source>Nothing to draw yet. Set up a study and press Run (Ctrl+Enter).</source>
            <translation>Noch nichts zu zeichnen. Eine Studie einrichten und „Ausführen“ wählen (Strg+Eingabe).</translation>
        </message>
        <message>
            <source>{0} more jobs are not drawn. Select some below to draw those.</source>
            <translation>{0} weitere Aufträge sind nicht gezeichnet. Unten einige auswählen, um diese zu zeichnen.</translation>
        </message>
        <message>
            <source>{0} of {1} jobs ended</source>
            <translation>{0} von {1} Aufträgen beendet</translation>
        </message>
    </context>
    <context>
        <name>LogView</name>
        <message>
            <source>All jobs</source>
            <translation>Alle Aufträge</translation>
        </message>
        <message>
            <source>All lines</source>
            <translation>Alle Zeilen</translation>
        </message>
        <message>
            <source>Errors</source>
            <translation>Fehler</translation>
        </message>
        <message>
            <source>Least level of the lines</source>
            <translation>Geringste Stufe der Zeilen</translation>
        </message>
        <message>
            <source>Log</source>
            <translation>Meldungen</translation>
        </message>
        <message>
            <source>Search the log</source>
            <translation>Meldungen durchsuchen</translation>
        </message>
        <message>
            <source>Selected jobs</source>
            <translation>Ausgewählte Aufträge</translation>
        </message>
        <message>
            <source>Warnings and errors</source>
            <translation>Warnungen und Fehler</translation>
        </message>
        <message>
            <source>What runs and what goes wrong is written here.</source>
            <translation>Hier steht, was läuft und was schiefgeht.</translation>
        </message>
    </context>
    <context>
        <name>MainWindow</name>
        <message>
            <source>Another PromptStudio writes to this workspace. Everything can be looked at here, but nothing can be run or changed. Close the other one and start again.</source>
            <translation>Ein anderes PromptStudio schreibt in diesen Arbeitsbereich. Alles kann hier angesehen, aber nichts ausgeführt oder geändert werden. Das andere schließen und neu starten.</translation>
        </message>
        <message>
            <source>Imported as {0}</source>
            <translation>Importiert als {0}</translation>
        </message>
        <message>
            <source>Open transfer table</source>
            <translation>Transfertabelle öffnen</translation>
        </message>
        <message>
            <source>Plan of the study</source>
            <translation>Plan der Studie</translation>
        </message>
        <message>
            <source>Removed. Edit &gt; Undo brings it back.</source>
            <translation>Entfernt. „Bearbeiten &gt; Rückgängig“ holt es zurück.</translation>
        </message>
        <message>
            <source>Tables (*.jsonl *.csv *.tsv)</source>
            <translation>Tabellen (*.jsonl *.csv *.tsv)</translation>
        </message>
        <message>
            <source>The worker process {0}</source>
            <translation>Der Arbeitsprozess {0}</translation>
        </message>
        <message>
            <source>Window: {0:.0f} ms late</source>
            <translation>Fenster: {0:.0f} ms verspätet</translation>
        </message>
        <message>
            <source>Worker: {0}</source>
            <translation>Arbeitsprozess: {0}</translation>
        </message>
    </context>
    <context>
        <name>MarkStrip</name>
        <message>
            <source>A note has {0:,} characters at most; this one has {1:,}.</source>
            <translation>Eine Notiz hat höchstens {0:,} Zeichen; diese hat {1:,}.</translation>
        </message>
        <message>
            <source>Marks of the selected runs</source>
            <translation>Markierungen der ausgewählten Läufe</translation>
        </message>
        <message>
            <source>No run selected</source>
            <translation>Kein Lauf ausgewählt</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>Notiz</translation>
        </message>
        <message>
            <source>Note on the selected runs</source>
            <translation>Notiz zu den ausgewählten Läufen</translation>
        </message>
        <message>
            <source>Tags</source>
            <translation>Schlagwörter</translation>
        </message>
        <message>
            <source>Tags of the selected runs</source>
            <translation>Schlagwörter der ausgewählten Läufe</translation>
        </message>
        <message>
            <source>Tags, parted by commas</source>
            <translation>Schlagwörter, mit Kommas</translation>
        </message>
        <message>
            <source>{0} runs selected</source>
            <translation>{0} Läufe ausgewählt</translation>
        </message>
    </context>
    <context>
        <name>MethodHead</name>
        <message>
            <source>All settings of this method back to their defaults</source>
            <translation>Alle Einstellungen dieser Methode auf ihre Standardwerte zurücksetzen</translation>
        </message>
        <message>
            <source>Effort of the method</source>
            <translation>Aufwand der Methode</translation>
        </message>
        <message>
            <source>No shipped study sets it</source>
            <translation>Keine mitgelieferte Studie stellt sie ein</translation>
        </message>
        <message>
            <source>Presets</source>
            <translation>Voreinstellungen</translation>
        </message>
        <message>
            <source>Reset all</source>
            <translation>Alles zurücksetzen</translation>
        </message>
        <message>
            <source>Settings of this method in shipped studies</source>
            <translation>Einstellungen dieser Methode in mitgelieferten Studien</translation>
        </message>
    </context>
    <context>
        <name>MethodList</name>
        <message>
            <source>&amp;Methods</source>
            <translation>&amp;Methoden</translation>
        </message>
        <message>
            <source>Add the current method once more, to compare other settings.</source>
            <translation>Die aktuelle Methode noch einmal hinzufügen, um andere Einstellungen zu vergleichen.</translation>
        </message>
        <message>
            <source>CONTROLS, WHICH A GAIN HAS TO BEAT</source>
            <translation>KONTROLLEN, DIE EIN GEWINN ÜBERTREFFEN MUSS</translation>
        </message>
        <message>
            <source>Duplicate</source>
            <translation>Duplizieren</translation>
        </message>
        <message>
            <source>EXPERIMENTS, IN NO PAPER</source>
            <translation>EXPERIMENTE, IN KEINEM PAPER</translation>
        </message>
        <message>
            <source>Help of the method</source>
            <translation>Hilfe zur Methode</translation>
        </message>
        <message>
            <source>Help of the method (F1)</source>
            <translation>Hilfe zur Methode (F1)</translation>
        </message>
        <message>
            <source>Methods</source>
            <translation>Methoden</translation>
        </message>
        <message>
            <source>Search methods</source>
            <translation>Methoden suchen</translation>
        </message>
        <message>
            <source>Settings of {0}</source>
            <translation>Einstellungen von {0}</translation>
        </message>
    </context>
    <context>
        <name>Navigation</name>
        <message>
            <source>Pages</source>
            <translation>Seiten</translation>
        </message>
    </context>
    <context>
        <name>OptionalEditor</name>
        <message>
            <source>not set</source>
            <translation>nicht gesetzt</translation>
        </message>
    </context>
    <context>
        <name>OutcomeView</name>
        <message>
            <source>(nothing)</source>
            <translation>(nichts)</translation>
        </message>
        <message>
            <source>What the model wrote</source>
            <translation>Was das Modell schrieb</translation>
        </message>
        <message>
            <source>writes:</source>
            <translation>schreibt:</translation>
        </message>
    </context>
    <context>
        <name>OwnTasks</name>
        <message>
            <source>&amp;Own tasks</source>
            <translation>Eigene A&amp;ufgaben</translation>
        </message>
        <message>
            <source>Bring the removed task back</source>
            <translation>Die entfernte Aufgabe zurückholen</translation>
        </message>
        <message>
            <source>Move the task into the trash of the workspace</source>
            <translation>Die Aufgabe in den Papierkorb des Arbeitsbereichs legen</translation>
        </message>
        <message>
            <source>Own tasks</source>
            <translation>Eigene Aufgaben</translation>
        </message>
        <message>
            <source>Re&amp;move</source>
            <translation>&amp;Entfernen</translation>
        </message>
        <message>
            <source>What you import will be listed here.</source>
            <translation>Was importiert wird, erscheint hier.</translation>
        </message>
    </context>
    <context>
        <name>Palette</name>
        <message>
            <source>Command</source>
            <translation>Befehl</translation>
        </message>
        <message>
            <source>Commands</source>
            <translation>Befehle</translation>
        </message>
        <message>
            <source>Help of {0}</source>
            <translation>Hilfe zu {0}</translation>
        </message>
        <message>
            <source>Nothing fits.</source>
            <translation>Nichts passt.</translation>
        </message>
        <message>
            <source>Show task {0}</source>
            <translation>Aufgabe {0} zeigen</translation>
        </message>
        <message>
            <source>Type what you want to do</source>
            <translation>Eingeben, was zu tun ist</translation>
        </message>
    </context>
    <context>
        <name>PlanPanel</name>
        <message>
            <source>Details…</source>
            <translation>Einzelheiten…</translation>
        </message>
        <message>
            <source>Plan of the study</source>
            <translation>Plan der Studie</translation>
        </message>
        <message>
            <source>Runs and shared stages</source>
            <translation>Läufe und gemeinsame Stufen</translation>
        </message>
        <message>
            <source>The memory that is free now is less than that.</source>
            <translation>Der freie Speicher ist derzeit kleiner.</translation>
        </message>
        <message>
            <source>Time and memory, part by part</source>
            <translation>Zeit und Speicher, Teil für Teil</translation>
        </message>
    </context>
    <context>
        <name>Playground</name>
        <message>
            <source> (the first {0} of {1})</source>
            <translation> (die ersten {0} von {1})</translation>
        </message>
        <message>
            <source>&amp;Try</source>
            <translation>&amp;Versuchen</translation>
        </message>
        <message>
            <source>Answers</source>
            <translation>Antworten</translation>
        </message>
        <message>
            <source>Asking the model…</source>
            <translation>Das Modell wird befragt…</translation>
        </message>
        <message>
            <source>Choose up to four prompts at the left; without one the model is alone.</source>
            <translation>Links bis zu vier Prompts wählen; ohne Prompt ist das Modell allein.</translation>
        </message>
        <message>
            <source>Example</source>
            <translation>Beispiel</translation>
        </message>
        <message>
            <source>Label words</source>
            <translation>Label-Wörter</translation>
        </message>
        <message>
            <source>Label words to weigh, such as: good, bad</source>
            <translation>Label-Wörter zum Abwägen, etwa: gut, schlecht</translation>
        </message>
        <message>
            <source>No prompt</source>
            <translation>Kein Prompt</translation>
        </message>
        <message>
            <source>Own text</source>
            <translation>Eigener Text</translation>
        </message>
        <message>
            <source>Prompts: {0}, and none.</source>
            <translation>Prompts: {0} und ohne.</translation>
        </message>
        <message>
            <source>Row of the task</source>
            <translation>Zeile der Aufgabe</translation>
        </message>
        <message>
            <source>Task</source>
            <translation>Aufgabe</translation>
        </message>
        <message>
            <source>Text</source>
            <translation>Text</translation>
        </message>
        <message>
            <source>Text as the model shall read it</source>
            <translation>Text, wie ihn das Modell lesen soll</translation>
        </message>
        <message>
            <source>The right answer is '{0}'.</source>
            <translation>Die richtige Antwort ist '{0}'.</translation>
        </message>
        <message>
            <source>The text was too long and has been cut.</source>
            <translation>Der Text war zu lang und wurde gekürzt.</translation>
        </message>
        <message>
            <source>Type a text, or choose a task.</source>
            <translation>Einen Text eingeben oder eine Aufgabe wählen.</translation>
        </message>
        <message>
            <source>row </source>
            <translation>Zeile </translation>
        </message>
    </context>
    <context>
        <name>PredictionsView</name>
        <message>
            <source>&amp;Errors only</source>
            <translation>Nur &amp;Fehler</translation>
        </message>
        <message>
            <source>Confusion matrix</source>
            <translation>Konfusionsmatrix</translation>
        </message>
        <message>
            <source>No predictions are stored of this run: it was made by an earlier version, or trained nothing. Run it again to have them.</source>
            <translation>Von diesem Lauf sind keine Vorhersagen gespeichert: Er stammt von einer früheren Version oder hat nichts trainiert. Um sie zu erhalten, ist er erneut auszuführen.</translation>
        </message>
        <message>
            <source>Predictions</source>
            <translation>Vorhersagen</translation>
        </message>
        <message>
            <source>Predictions are there once the run has finished.</source>
            <translation>Vorhersagen gibt es, sobald der Lauf fertig ist.</translation>
        </message>
        <message>
            <source>Select a run above to see what it predicted.</source>
            <translation>Oben einen Lauf auswählen, um zu sehen, was er vorhergesagt hat.</translation>
        </message>
        <message>
            <source>Show all rows again</source>
            <translation>Wieder alle Zeilen zeigen</translation>
        </message>
        <message>
            <source>There are too many different answers for a confusion matrix.</source>
            <translation>Für eine Konfusionsmatrix gibt es zu viele verschiedene Antworten.</translation>
        </message>
        <message>
            <source>{0} of {1} rows</source>
            <translation>{0} von {1} Zeilen</translation>
        </message>
        <message>
            <source>{0}, predicted as {1}  ✕</source>
            <translation>{0}, vorhergesagt als {1}  ✕</translation>
        </message>
    </context>
    <context>
        <name>PromptModel</name>
        <message>
            <source>Created</source>
            <translation>Erstellt</translation>
        </message>
        <message>
            <source>Method</source>
            <translation>Methode</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>Norm</source>
            <translation>Norm</translation>
        </message>
        <message>
            <source>Origin</source>
            <translation>Herkunft</translation>
        </message>
        <message>
            <source>Shape</source>
            <translation>Form</translation>
        </message>
        <message>
            <source>Task</source>
            <translation>Aufgabe</translation>
        </message>
    </context>
    <context>
        <name>PromptTable</name>
        <message>
            <source>Prompts</source>
            <translation>Prompts</translation>
        </message>
    </context>
    <context>
        <name>PromptsPage</name>
        <message>
            <source>&amp;Lens</source>
            <translation>&amp;Lupe</translation>
        </message>
        <message>
            <source>&amp;Playground</source>
            <translation>Aus&amp;probieren</translation>
        </message>
        <message>
            <source>Lens and playground</source>
            <translation>Lupe und Ausprobieren</translation>
        </message>
        <message>
            <source>Prompts taken in: {0}</source>
            <translation>Übernommene Prompts: {0}</translation>
        </message>
    </context>
    <context>
        <name>ProtocolDialog</name>
        <message>
            <source>Protocol of the study</source>
            <translation>Protokoll der Studie</translation>
        </message>
    </context>
    <context>
        <name>ProtocolForm</name>
        <message>
            <source> gradient rows</source>
            <translation> Gradientenzeilen</translation>
        </message>
        <message>
            <source> scorings without gain</source>
            <translation> Bewertungen ohne Gewinn</translation>
        </message>
        <message>
            <source> steps</source>
            <translation> Schritte</translation>
        </message>
        <message>
            <source>&amp;Budget</source>
            <translation>&amp;Budget</translation>
        </message>
        <message>
            <source>&amp;Label words</source>
            <translation>&amp;Label-Wörter</translation>
        </message>
        <message>
            <source>&amp;Rows</source>
            <translation>&amp;Zeilen</translation>
        </message>
        <message>
            <source>&amp;Sweep</source>
            <translation>&amp;Sweep</translation>
        </message>
        <message>
            <source>&amp;Task prefix</source>
            <translation>Au&amp;fgabenpräfix</translation>
        </message>
        <message>
            <source>Answer test rows in free text too</source>
            <translation>Testzeilen auch als freien Text beantworten</translation>
        </message>
        <message>
            <source>At most so many rows with a gradient for a run: methods at equal spending.</source>
            <translation>Höchstens so viele Zeilen mit Gradient je Lauf: Methoden bei gleichem Aufwand.</translation>
        </message>
        <message>
            <source>Few-shot samples: every seed runs on each. Empty: each seed draws its own.</source>
            <translation>Few-Shot-Stichproben: Jeder Seed läuft auf jeder. Leer: Jeder Seed zieht seine eigene.</translation>
        </message>
        <message>
            <source>Fields with several values, a line each. Every combination is run.</source>
            <translation>Felder mit mehreren Werten, je eine Zeile. Jede Kombination wird ausgeführt.</translation>
        </message>
        <message>
            <source>Free te&amp;xt</source>
            <translation>Freier Te&amp;xt</translation>
        </message>
        <message>
            <source>How often a prompt is scored on validation rows; the best one is kept.</source>
            <translation>Wie oft ein Prompt auf Validierungszeilen bewertet wird; der beste bleibt erhalten.</translation>
        </message>
        <message>
            <source>Pro&amp;mpt</source>
            <translation>Pro&amp;mpt</translation>
        </message>
        <message>
            <source>Put the task's name before every input</source>
            <translation>Den Namen der Aufgabe vor jede Eingabe setzen</translation>
        </message>
        <message>
            <source>Scored e&amp;very</source>
            <translation>Bewertet &amp;alle</translation>
        </message>
        <message>
            <source>Split s&amp;eeds</source>
            <translation>Split-S&amp;eeds</translation>
        </message>
        <message>
            <source>Sto&amp;p early after</source>
            <translation>&amp;Vorzeitig enden nach</translation>
        </message>
        <message>
            <source>Tells how often the answer is no label at all.</source>
            <translation>Sagt, wie oft die Antwort gar kein Label ist.</translation>
        </message>
        <message>
            <source>What stands for a class in the answer.</source>
            <translation>Was in der Antwort für eine Klasse steht.</translation>
        </message>
        <message>
            <source>When a stage ends before its last step.</source>
            <translation>Wann eine Stufe vor ihrem letzten Schritt endet.</translation>
        </message>
        <message>
            <source>Which rows train, validate and test. The first is CrossFit's rule; the last keeps the official validation split for the test.</source>
            <translation>Welche Zeilen zu Training, Validierung und Test dienen. Die erste ist die Regel von CrossFit; die letzte behält den offiziellen Validierungs-Split für den Test.</translation>
        </message>
        <message>
            <source>a sweep</source>
            <translation>ein Sweep</translation>
        </message>
        <message>
            <source>after the input</source>
            <translation>nach der Eingabe</translation>
        </message>
        <message>
            <source>as the seeds</source>
            <translation>wie die Seeds</translation>
        </message>
        <message>
            <source>at most {0}</source>
            <translation>höchstens {0}</translation>
        </message>
        <message>
            <source>before the input</source>
            <translation>vor der Eingabe</translation>
        </message>
        <message>
            <source>natural: the task's own</source>
            <translation>natürlich: die der Aufgabe</translation>
        </message>
        <message>
            <source>never</source>
            <translation>nie</translation>
        </message>
        <message>
            <source>no limit</source>
            <translation>unbegrenzt</translation>
        </message>
        <message>
            <source>nonsense: words without meaning</source>
            <translation>sinnlos: Wörter ohne Bedeutung</translation>
        </message>
        <message>
            <source>numeric: class numbers</source>
            <translation>numerisch: Nummern der Klassen</translation>
        </message>
        <message>
            <source>shared: the same for every task</source>
            <translation>gemeinsam: für alle Aufgaben dieselben</translation>
        </message>
        <message>
            <source>shots in total, as many to validate</source>
            <translation>Shots insgesamt, ebenso viele zur Validierung</translation>
        </message>
        <message>
            <source>shots per class, as many to validate</source>
            <translation>Shots je Klasse, ebenso viele zur Validierung</translation>
        </message>
        <message>
            <source>shuffled: the task's own, for other classes</source>
            <translation>vertauscht: die der Aufgabe, für andere Klassen</translation>
        </message>
        <message>
            <source>split seeds {0}</source>
            <translation>Split-Seeds {0}</translation>
        </message>
        <message>
            <source>validation from the training split</source>
            <translation>Validierung aus dem Trainings-Split</translation>
        </message>
    </context>
    <context>
        <name>ProtocolLine</name>
        <message>
            <source>&amp;Protocol…</source>
            <translation>&amp;Protokoll…</translation>
        </message>
        <message>
            <source>Splits, label words, task prefix, free text, prompt position, sweeps</source>
            <translation>Splits, Label-Wörter, Aufgabenpräfix, freier Text, Lage des Prompts, Sweeps</translation>
        </message>
        <message>
            <source>as usual</source>
            <translation>wie üblich</translation>
        </message>
    </context>
    <context>
        <name>QueueActions</name>
        <message>
            <source>&amp;Copy rows</source>
            <translation>Zeilen &amp;kopieren</translation>
        </message>
        <message>
            <source>&amp;Duplicate</source>
            <translation>&amp;Duplizieren</translation>
        </message>
        <message>
            <source>&amp;Edit</source>
            <translation>Bea&amp;rbeiten</translation>
        </message>
        <message>
            <source>&amp;Fork…</source>
            <translation>Abzwei&amp;gen…</translation>
        </message>
        <message>
            <source>&amp;Pause</source>
            <translation>&amp;Pausieren</translation>
        </message>
        <message>
            <source>Begin a run from the last checkpoint of the selected one, with a changed value</source>
            <translation>Einen Lauf am letzten Sicherungspunkt des ausgewählten beginnen, mit einem geänderten Wert</translation>
        </message>
        <message>
            <source>C&amp;ontinue</source>
            <translation>&amp;Weiter</translation>
        </message>
        <message>
            <source>Copy the selected rows as lines with tabs</source>
            <translation>Die ausgewählten Zeilen als Text mit Tabulatoren kopieren</translation>
        </message>
        <message>
            <source>Hold the selected jobs until they are continued</source>
            <translation>Die ausgewählten Aufträge anhalten, bis sie weiterlaufen sollen</translation>
        </message>
        <message>
            <source>Let the selected jobs that are held go on</source>
            <translation>Die angehaltenen Aufträge der Auswahl weiterlaufen lassen</translation>
        </message>
        <message>
            <source>Move &amp;up</source>
            <translation>Nach &amp;oben</translation>
        </message>
        <message>
            <source>Move do&amp;wn</source>
            <translation>Nach &amp;unten</translation>
        </message>
        <message>
            <source>Put the selected jobs at the head of the queue</source>
            <translation>Die ausgewählten Aufträge an den Anfang der Warteschlange stellen</translation>
        </message>
        <message>
            <source>Put the selected jobs one place earlier in the queue</source>
            <translation>Die ausgewählten Aufträge in der Warteschlange um einen Platz vorziehen</translation>
        </message>
        <message>
            <source>Put the selected jobs one place later in the queue</source>
            <translation>Die ausgewählten Aufträge in der Warteschlange um einen Platz zurückstellen</translation>
        </message>
        <message>
            <source>Put the selected run into the form, to run it anew</source>
            <translation>Den ausgewählten Lauf ins Formular übernehmen, um ihn neu auszuführen</translation>
        </message>
        <message>
            <source>Re&amp;try</source>
            <translation>Er&amp;neut versuchen</translation>
        </message>
        <message>
            <source>Run &amp;next</source>
            <translation>Als Nä&amp;chstes ausführen</translation>
        </message>
        <message>
            <source>Run the selected runs again from their beginning</source>
            <translation>Die ausgewählten Läufe von vorn wiederholen</translation>
        </message>
        <message>
            <source>Take the selected run out of the queue and into the form</source>
            <translation>Den ausgewählten Lauf aus der Warteschlange nehmen und ins Formular übernehmen</translation>
        </message>
    </context>
    <context>
        <name>QueueModel</name>
        <message>
            <source>Method</source>
            <translation>Methode</translation>
        </message>
        <message>
            <source>Reason</source>
            <translation>Grund</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>Seed</translation>
        </message>
        <message>
            <source>Stage</source>
            <translation>Stufe</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>Status</translation>
        </message>
        <message>
            <source>Steps</source>
            <translation>Schritte</translation>
        </message>
        <message>
            <source>Target</source>
            <translation>Ziel</translation>
        </message>
        <message>
            <source>Test</source>
            <translation>Test</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>Zeit</translation>
        </message>
        <message>
            <source>Validation</source>
            <translation>Valid.</translation>
        </message>
        <message>
            <source>shared stage</source>
            <translation>gemeinsame Stufe</translation>
        </message>
        <message>
            <source>took {0}</source>
            <translation>dauerte {0}</translation>
        </message>
        <message>
            <source>{0} left</source>
            <translation>noch {0}</translation>
        </message>
    </context>
    <context>
        <name>QueueTable</name>
        <message>
            <source>Click the sorted column until its arrow goes, then drag the queue.</source>
            <translation>Die sortierte Spalte anklicken, bis ihr Pfeil verschwindet, dann die Warteschlange ziehen.</translation>
        </message>
        <message>
            <source>Queue and runs</source>
            <translation>Warteschlange und Läufe</translation>
        </message>
    </context>
    <context>
        <name>Quitting</name>
        <message>
            <source>&amp;Quit</source>
            <translation>&amp;Beenden</translation>
        </message>
        <message>
            <source>&amp;Stay</source>
            <translation>&amp;Bleiben</translation>
        </message>
        <message>
            <source>Jobs are still running or queued.</source>
            <translation>Es laufen oder warten noch Aufträge.</translation>
        </message>
        <message>
            <source>Nothing is lost: they stop at their last checkpoint and can be resumed later.</source>
            <translation>Nichts geht verloren: Sie halten am letzten Sicherungspunkt an und können später fortgesetzt werden.</translation>
        </message>
        <message>
            <source>Quit PromptStudio</source>
            <translation>PromptStudio beenden</translation>
        </message>
    </context>
    <context>
        <name>ResultsPage</name>
        <message>
            <source>Ablation</source>
            <translation>Ablation</translation>
        </message>
        <message>
            <source>Archived {0} runs. Undo brings them back.</source>
            <translation>{0} Läufe archiviert. „Rückgängig“ holt sie zurück.</translation>
        </message>
        <message>
            <source>Comparison</source>
            <translation>Vergleich</translation>
        </message>
        <message>
            <source>Curves</source>
            <translation>Kurven</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>Einzelheiten</translation>
        </message>
        <message>
            <source>Differences</source>
            <translation>Unterschiede</translation>
        </message>
        <message>
            <source>No run of this workspace stands behind this cell.</source>
            <translation>Hinter dieser Zelle steht kein Lauf dieses Arbeitsbereichs.</translation>
        </message>
        <message>
            <source>Predictions</source>
            <translation>Vorhersagen</translation>
        </message>
        <message>
            <source>Runs written to {0}</source>
            <translation>Läufe nach {0} geschrieben</translation>
        </message>
        <message>
            <source>Save list of runs</source>
            <translation>Liste der Läufe speichern</translation>
        </message>
        <message>
            <source>Shots</source>
            <translation>Shots</translation>
        </message>
        <message>
            <source>Transfer</source>
            <translation>Transfer</translation>
        </message>
        <message>
            <source>Views of runs</source>
            <translation>Ansichten der Läufe</translation>
        </message>
        <message>
            <source>marks of {0} runs</source>
            <translation>Markierungen von {0} Läufen</translation>
        </message>
    </context>
    <context>
        <name>RunActions</name>
        <message>
            <source>Archive</source>
            <translation>Archivieren</translation>
        </message>
        <message>
            <source>Bring back</source>
            <translation>Zurückholen</translation>
        </message>
        <message>
            <source>Compare study</source>
            <translation>Studie vergleichen</translation>
        </message>
        <message>
            <source>Copy runs</source>
            <translation>Läufe kopieren</translation>
        </message>
        <message>
            <source>Export prompt…</source>
            <translation>Prompt exportieren…</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>Exportieren…</translation>
        </message>
        <message>
            <source>Open study</source>
            <translation>Studie öffnen</translation>
        </message>
        <message>
            <source>Save list…</source>
            <translation>Liste speichern…</translation>
        </message>
        <message>
            <source>Use settings</source>
            <translation>Einstellungen übernehmen</translation>
        </message>
        <message>
            <source>Use these settings</source>
            <translation>Diese Einstellungen übernehmen</translation>
        </message>
        <message>
            <source>★ Favourite</source>
            <translation>★ Favorit</translation>
        </message>
        <message>
            <source>☆ Favourite</source>
            <translation>☆ Favorit</translation>
        </message>
    </context>
    <context>
        <name>RunBrowser</name>
        <message>
            <source>No run passes the filters.</source>
            <translation>Kein Lauf entspricht den Filtern.</translation>
        </message>
        <message>
            <source>Nothing has been run in this workspace yet. Set up a study (Ctrl+1).</source>
            <translation>In diesem Arbeitsbereich ist noch nichts gelaufen. Eine Studie einrichten (Strg+1).</translation>
        </message>
        <message>
            <source>Show all runs</source>
            <translation>Alle Läufe zeigen</translation>
        </message>
    </context>
    <context>
        <name>RunColumns</name>
        <message>
            <source>Backbone</source>
            <translation>Backbone</translation>
        </message>
        <message>
            <source>Device</source>
            <translation>Gerät</translation>
        </message>
        <message>
            <source>Method</source>
            <translation>Methode</translation>
        </message>
        <message>
            <source>Metric</source>
            <translation>Metrik</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>Notiz</translation>
        </message>
        <message>
            <source>Queued</source>
            <translation>Eingereiht</translation>
        </message>
        <message>
            <source>Reason</source>
            <translation>Grund</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>Seed</translation>
        </message>
        <message>
            <source>Sources</source>
            <translation>Quellen</translation>
        </message>
        <message>
            <source>Split seed</source>
            <translation>Split-Seed</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>Status</translation>
        </message>
        <message>
            <source>Study</source>
            <translation>Studie</translation>
        </message>
        <message>
            <source>Tags</source>
            <translation>Schlagwörter</translation>
        </message>
        <message>
            <source>Target</source>
            <translation>Ziel</translation>
        </message>
        <message>
            <source>Test</source>
            <translation>Test</translation>
        </message>
        <message>
            <source>Validation</source>
            <translation>Valid.</translation>
        </message>
        <message>
            <source>Work time</source>
            <translation>Arbeitszeit</translation>
        </message>
    </context>
    <context>
        <name>RunModel</name>
        <message>
            <source>Favourite</source>
            <translation>Favorit</translation>
        </message>
        <message>
            <source>favourite</source>
            <translation>Favorit</translation>
        </message>
        <message>
            <source>no favourite</source>
            <translation>kein Favorit</translation>
        </message>
    </context>
    <context>
        <name>RunTable</name>
        <message>
            <source>All runs</source>
            <translation>Alle Läufe</translation>
        </message>
        <message>
            <source>Columns can be chosen in the context menu</source>
            <translation>Spalten lassen sich im Kontextmenü wählen</translation>
        </message>
        <message>
            <source>Favourite</source>
            <translation>Favorit</translation>
        </message>
        <message>
            <source>Runs</source>
            <translation>Läufe</translation>
        </message>
    </context>
    <context>
        <name>SeriesList</name>
        <message>
            <source>A tick draws a series; a double click draws it alone, or all</source>
            <translation>Ein Haken zeichnet eine Reihe; ein Doppelklick zeichnet sie allein oder alle</translation>
        </message>
        <message>
            <source>Series</source>
            <translation>Reihen</translation>
        </message>
    </context>
    <context>
        <name>SeriesViews</name>
        <message>
            <source>gap now {0}</source>
            <translation>Abstand jetzt {0}</translation>
        </message>
    </context>
    <context>
        <name>SettingsPage</name>
        <message>
            <source>&amp;Open the workspace</source>
            <translation>Arbeitsbereich ö&amp;ffnen</translation>
        </message>
        <message>
            <source>&amp;Reset all settings</source>
            <translation>Alle Einstellungen &amp;zurücksetzen</translation>
        </message>
        <message>
            <source>Folders</source>
            <translation>Ordner</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>Tasten</translation>
        </message>
        <message>
            <source>Look</source>
            <translation>Aussehen</translation>
        </message>
        <message>
            <source>Runs, prompts, own tasks and these settings lie there. Another workspace is opened with: promptstudio --workspace FOLDER</source>
            <translation>Dort liegen Läufe, Prompts, eigene Aufgaben und diese Einstellungen. Ein anderer Arbeitsbereich wird geöffnet mit: promptstudio --workspace ORDNER</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <source>Work</source>
            <translation>Arbeit</translation>
        </message>
        <message>
            <source>Workspace</source>
            <translation>Arbeitsbereich</translation>
        </message>
    </context>
    <context>
        <name>SetupBox</name>
        <message>
            <source>&amp;Backbone</source>
            <translation>&amp;Backbone</translation>
        </message>
        <message>
            <source>&amp;Name</source>
            <translation>&amp;Name</translation>
        </message>
        <message>
            <source>Backbone, understood as</source>
            <translation>Backbone, wie erkannt</translation>
        </message>
        <message>
            <source>Choose a backbone folder</source>
            <translation>Einen Backbone-Ordner wählen</translation>
        </message>
        <message>
            <source>Choose a folder</source>
            <translation>Ordner wählen</translation>
        </message>
        <message>
            <source>De&amp;vice</source>
            <translation>&amp;Gerät</translation>
        </message>
        <message>
            <source>Every seed is a run of its own. Type 0, 1, 5 or 0-4.</source>
            <translation>Jeder Seed ist ein eigener Lauf. Eingabe: 0, 1, 5 oder 0-4.</translation>
        </message>
        <message>
            <source>S&amp;hots</source>
            <translation>S&amp;hots</translation>
        </message>
        <message>
            <source>S&amp;ource shots</source>
            <translation>Que&amp;ll-Shots</translation>
        </message>
        <message>
            <source>See&amp;ds</source>
            <translation>See&amp;ds</translation>
        </message>
        <message>
            <source>The frozen language model: 'sandbox' (shipped), a folder in Hugging Face format, or the id of a model on the hub.</source>
            <translation>Das eingefrorene Sprachmodell: 'sandbox' (mitgeliefert), ein Ordner im Format von Hugging Face oder die ID eines Modells auf dem Hub.</translation>
        </message>
        <message>
            <source>Training rows per class of a source task.</source>
            <translation>Trainingszeilen je Klasse einer Quellaufgabe.</translation>
        </message>
        <message>
            <source>Training rows per class of a target task.</source>
            <translation>Trainingszeilen je Klasse einer Zielaufgabe.</translation>
        </message>
        <message>
            <source>Untitled study</source>
            <translation>Unbenannte Studie</translation>
        </message>
        <message>
            <source>all</source>
            <translation>alle</translation>
        </message>
        <message>
            <source>sandbox, a folder, or owner/name</source>
            <translation>sandbox, ein Ordner oder eigentümer/name</translation>
        </message>
    </context>
    <context>
        <name>SeveralEditor</name>
        <message>
            <source>One run for each value.</source>
            <translation>Ein Lauf für jeden Wert.</translation>
        </message>
        <message>
            <source>Several values of {0}</source>
            <translation>Mehrere Werte für {0}</translation>
        </message>
        <message>
            <source>Try several values, one run for each</source>
            <translation>Mehrere Werte versuchen, ein Lauf für jeden</translation>
        </message>
    </context>
    <context>
        <name>ShortcutTable</name>
        <message>
            <source>&amp;Own keys</source>
            <translation>&amp;Ursprüngliche Tasten</translation>
        </message>
        <message>
            <source>&amp;Use these keys</source>
            <translation>Diese Tasten &amp;verwenden</translation>
        </message>
        <message>
            <source>Action</source>
            <translation>Aktion</translation>
        </message>
        <message>
            <source>Give the chosen action the keys it came with.</source>
            <translation>Der gewählten Aktion ihre ursprünglichen Tasten zurückgeben.</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>Tasten</translation>
        </message>
        <message>
            <source>Keys of all actions</source>
            <translation>Tasten aller Aktionen</translation>
        </message>
        <message>
            <source>New keys of the chosen action</source>
            <translation>Neue Tasten der gewählten Aktion</translation>
        </message>
        <message>
            <source>{0} belongs to '{1}'. Give that action other keys first.</source>
            <translation>{0} gehört zu '{1}'. Zuerst jener Aktion andere Tasten geben.</translation>
        </message>
    </context>
    <context>
        <name>ShotsView</name>
        <message>
            <source>Mean of all targets</source>
            <translation>Mittel aller Ziele</translation>
        </message>
        <message>
            <source>No study of this workspace is chosen.</source>
            <translation>Es ist keine Studie dieses Arbeitsbereichs gewählt.</translation>
        </message>
        <message>
            <source>Score over training rows</source>
            <translation>Score über Trainingszeilen</translation>
        </message>
        <message>
            <source>Target</source>
            <translation>Ziel</translation>
        </message>
        <message>
            <source>Test score</source>
            <translation>Test-Score</translation>
        </message>
        <message>
            <source>The finished runs of this study all have the same number of training rows. Sweep over shots (Study, Protocol) to see scores grow with them.</source>
            <translation>Die fertigen Läufe dieser Studie haben alle gleich viele Trainingszeilen. Ein Sweep über die Shots (Studie, Protokoll) zeigt, wie die Scores mit ihnen wachsen.</translation>
        </message>
        <message>
            <source>Training rows</source>
            <translation>Trainingszeilen</translation>
        </message>
    </context>
    <context>
        <name>SmallChart</name>
        <message>
            <source>'{0}' can not be written: {1}</source>
            <translation>'{0}' kann nicht geschrieben werden: {1}</translation>
        </message>
        <message>
            <source>As a table</source>
            <translation>Als Tabelle</translation>
        </message>
        <message>
            <source>Comma-separated values (*.csv)</source>
            <translation>Kommagetrennte Werte (*.csv)</translation>
        </message>
        <message>
            <source>More of {0}</source>
            <translation>Mehr zu {0}</translation>
        </message>
        <message>
            <source>Save data</source>
            <translation>Daten speichern</translation>
        </message>
        <message>
            <source>Save data…</source>
            <translation>Daten speichern…</translation>
        </message>
        <message>
            <source>Save picture</source>
            <translation>Bild speichern</translation>
        </message>
        <message>
            <source>Save picture…</source>
            <translation>Bild speichern…</translation>
        </message>
        <message>
            <source>Saved as {0}</source>
            <translation>Gespeichert als {0}</translation>
        </message>
        <message>
            <source>Table, picture, data</source>
            <translation>Tabelle, Bild, Daten</translation>
        </message>
        <message>
            <source>{0}, as a table</source>
            <translation>{0}, als Tabelle</translation>
        </message>
    </context>
    <context>
        <name>StepSlider</name>
        <message>
            <source>Go back in time; at the right end the run is followed</source>
            <translation>In der Zeit zurückgehen; am rechten Ende wird dem Lauf gefolgt</translation>
        </message>
        <message>
            <source>Step that is shown</source>
            <translation>Gezeigter Schritt</translation>
        </message>
        <message>
            <source>Step {0}</source>
            <translation>Schritt {0}</translation>
        </message>
        <message>
            <source>Step {0}, following</source>
            <translation>Schritt {0}, folgt dem Lauf</translation>
        </message>
    </context>
    <context>
        <name>StudyBar</name>
        <message>
            <source>&amp;Run</source>
            <translation>Aus&amp;führen</translation>
        </message>
        <message>
            <source>Copy as</source>
            <translation>Kopieren als</translation>
        </message>
        <message>
            <source>None has run yet</source>
            <translation>Noch keiner ist gelaufen</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Öffnen</translation>
        </message>
        <message>
            <source>Recent studies</source>
            <translation>Zuletzt verwendete Studien</translation>
        </message>
        <message>
            <source>Run the study (Ctrl+Enter)</source>
            <translation>Die Studie ausführen (Strg+Eingabe)</translation>
        </message>
        <message>
            <source>Save the study as a file (Ctrl+S)</source>
            <translation>Die Studie als Datei speichern (Strg+S)</translation>
        </message>
        <message>
            <source>Save…</source>
            <translation>Speichern…</translation>
        </message>
        <message>
            <source>Study file…</source>
            <translation>Studiendatei…</translation>
        </message>
        <message>
            <source>The study as text that runs it elsewhere</source>
            <translation>Die Studie als Text, der sie anderswo ausführt</translation>
        </message>
        <message>
            <source>{0} of {1} runs finished</source>
            <translation>{0} von {1} Läufen fertig</translation>
        </message>
        <message>
            <source>{0}, {1:%Y-%m-%d %H:%M}</source>
            <translation>{0}, {1:%Y-%m-%d %H:%M}</translation>
        </message>
    </context>
    <context>
        <name>StudyForm</name>
        <message>
            <source>Study</source>
            <translation>Studie</translation>
        </message>
    </context>
    <context>
        <name>StudyPage</name>
        <message>
            <source>Copied</source>
            <translation>Kopiert</translation>
        </message>
        <message>
            <source>Copy as Python</source>
            <translation>Als Python kopieren</translation>
        </message>
        <message>
            <source>Copy as command</source>
            <translation>Als Befehl kopieren</translation>
        </message>
        <message>
            <source>Copy as study file (TOML)</source>
            <translation>Als Studiendatei kopieren (TOML)</translation>
        </message>
        <message>
            <source>Open study</source>
            <translation>Studie öffnen</translation>
        </message>
        <message>
            <source>Save study</source>
            <translation>Studie speichern</translation>
        </message>
        <message>
            <source>Saved as {0}</source>
            <translation>Gespeichert als {0}</translation>
        </message>
        <message>
            <source>Studies (*.toml)</source>
            <translation>Studien (*.toml)</translation>
        </message>
        <message>
            <source>The study can not be saved as '{0}': {1}.</source>
            <translation>Die Studie kann nicht als '{0}' gespeichert werden: {1}.</translation>
        </message>
    </context>
    <context>
        <name>StudyUndo</name>
        <message>
            <source>Redo</source>
            <translation>Wiederholen</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
    </context>
    <context>
        <name>SummaryTable</name>
        <message>
            <source>Best</source>
            <translation>Bester Wert</translation>
        </message>
        <message>
            <source>Means over seeds</source>
            <translation>Mittel über die Seeds</translation>
        </message>
        <message>
            <source>Method</source>
            <translation>Methode</translation>
        </message>
        <message>
            <source>Runs</source>
            <translation>Läufe</translation>
        </message>
        <message>
            <source>Target</source>
            <translation>Ziel</translation>
        </message>
        <message>
            <source>Test, mean ± sd</source>
            <translation>Test, Mittel ± SD</translation>
        </message>
    </context>
    <context>
        <name>TableView</name>
        <message>
            <source>Copy</source>
            <translation>Kopieren</translation>
        </message>
        <message>
            <source>Save data</source>
            <translation>Daten speichern</translation>
        </message>
        <message>
            <source>Save data…</source>
            <translation>Daten speichern…</translation>
        </message>
        <message>
            <source>Table written to {0}</source>
            <translation>Tabelle nach {0} geschrieben</translation>
        </message>
    </context>
    <context>
        <name>TaskPanel</name>
        <message>
            <source>&amp;Row</source>
            <translation>&amp;Zeile</translation>
        </message>
        <message>
            <source>Choose a task to see its rows.</source>
            <translation>Eine Aufgabe wählen, um ihre Zeilen zu sehen.</translation>
        </message>
        <message>
            <source>Labels</source>
            <translation>Labels</translation>
        </message>
        <message>
            <source>Lengths</source>
            <translation>Längen</translation>
        </message>
        <message>
            <source>Row</source>
            <translation>Zeile</translation>
        </message>
        <message>
            <source>Rows</source>
            <translation>Zeilen</translation>
        </message>
        <message>
            <source>Rows as the model sees them</source>
            <translation>Zeilen, wie das Modell sie sieht</translation>
        </message>
        <message>
            <source>Rows by label</source>
            <translation>Zeilen je Label</translation>
        </message>
        <message>
            <source>The current task</source>
            <translation>Die aktuelle Aufgabe</translation>
        </message>
        <message>
            <source>The task is answered in free text.</source>
            <translation>Die Aufgabe wird in freiem Text beantwortet.</translation>
        </message>
        <message>
            <source>Tokens</source>
            <translation>Tokens</translation>
        </message>
        <message>
            <source>Tokens of the inputs</source>
            <translation>Tokens der Eingaben</translation>
        </message>
        <message>
            <source>Warnings of the task</source>
            <translation>Warnungen zur Aufgabe</translation>
        </message>
        <message>
            <source>{0} places</source>
            <translation>{0} Plätze</translation>
        </message>
        <message>
            <source>{0} tokens were cut</source>
            <translation>{0} Tokens wurden abgeschnitten</translation>
        </message>
        <message>
            <source>→ {0}</source>
            <translation>→ {0}</translation>
        </message>
    </context>
    <context>
        <name>TaskSelector</name>
        <message>
            <source>
Not seen in the backbone's pre-training.</source>
            <translation>
Im Vortraining des Backbones nicht gesehen.</translation>
        </message>
        <message>
            <source>All</source>
            <translation>Alle</translation>
        </message>
        <message>
            <source>Hub</source>
            <translation>Hub</translation>
        </message>
        <message>
            <source>Hub, verified</source>
            <translation>Hub, geprüft</translation>
        </message>
        <message>
            <source>Own data</source>
            <translation>Eigene Daten</translation>
        </message>
        <message>
            <source>Related</source>
            <translation>Verwandt</translation>
        </message>
        <message>
            <source>Sandbox</source>
            <translation>Sandbox</translation>
        </message>
        <message>
            <source>Search tasks</source>
            <translation>Aufgaben suchen</translation>
        </message>
        <message>
            <source>Source</source>
            <translation>Quelle</translation>
        </message>
        <message>
            <source>Source on or off</source>
            <translation>Quelle an oder aus</translation>
        </message>
        <message>
            <source>Space ticks a task as target, Shift+Space as source.</source>
            <translation>Die Leertaste hakt eine Aufgabe als Ziel an, Umschalt+Leertaste als Quelle.</translation>
        </message>
        <message>
            <source>Target</source>
            <translation>Ziel</translation>
        </message>
        <message>
            <source>Target on or off</source>
            <translation>Ziel an oder aus</translation>
        </message>
        <message>
            <source>Task</source>
            <translation>Aufgabe</translation>
        </message>
        <message>
            <source>Tasks</source>
            <translation>Aufgaben</translation>
        </message>
        <message>
            <source>Ticked</source>
            <translation>Angehakt</translation>
        </message>
        <message>
            <source>To {0}: {1}</source>
            <translation>Zu {0}: {1}</translation>
        </message>
        <message>
            <source>Which tasks are shown</source>
            <translation>Welche Aufgaben gezeigt werden</translation>
        </message>
        <message>
            <source>contrary</source>
            <translation>Gegenteil</translation>
        </message>
        <message>
            <source>one is a part of the other</source>
            <translation>die eine ist ein Teil der anderen</translation>
        </message>
        <message>
            <source>part</source>
            <translation>Teil</translation>
        </message>
        <message>
            <source>same</source>
            <translation>gleich</translation>
        </message>
        <message>
            <source>source</source>
            <translation>Quelle</translation>
        </message>
        <message>
            <source>target</source>
            <translation>Ziel</translation>
        </message>
        <message>
            <source>the label words mean the contrary</source>
            <translation>die Label-Wörter bedeuten das Gegenteil</translation>
        </message>
        <message>
            <source>the same skill</source>
            <translation>dieselbe Fähigkeit</translation>
        </message>
        <message>
            <source>the same skill with other label words</source>
            <translation>dieselbe Fähigkeit mit anderen Label-Wörtern</translation>
        </message>
        <message>
            <source>unrelated</source>
            <translation>fremd</translation>
        </message>
        <message>
            <source>words</source>
            <translation>Wörter</translation>
        </message>
        <message>
            <source>{0} source, {1} target</source>
            <translation>{0} als Quelle, {1} als Ziel</translation>
        </message>
    </context>
    <context>
        <name>TokenBoxes</name>
        <message>
            <source>Copy</source>
            <translation>Kopieren</translation>
        </message>
        <message>
            <source>Tokens and slots</source>
            <translation>Tokens und Plätze</translation>
        </message>
    </context>
    <context>
        <name>Tour</name>
        <message>
            <source>&amp;Back</source>
            <translation>&amp;Zurück</translation>
        </message>
        <message>
            <source>&amp;Done</source>
            <translation>&amp;Fertig</translation>
        </message>
        <message>
            <source>&amp;Next</source>
            <translation>&amp;Weiter</translation>
        </message>
        <message>
            <source>A soft prompt is a short row of learnt vectors in front of a text. The language model itself stays as it is. Prompts learnt on source tasks can help on a target task with few examples: this is what the program measures.</source>
            <translation>Ein Soft-Prompt ist eine kurze Reihe gelernter Vektoren vor einem Text. Das Sprachmodell selbst bleibt, wie es ist. Prompts, die auf Quellaufgaben gelernt wurden, können bei einer Zielaufgabe mit wenigen Beispielen helfen: Das misst dieses Programm.</translation>
        </message>
        <message>
            <source>Before anything runs, the plan says what would: runs, shared stages, warnings.</source>
            <translation>Bevor etwas läuft, sagt der Plan, was laufen würde: Läufe, gemeinsame Stufen, Warnungen.</translation>
        </message>
        <message>
            <source>Compare</source>
            <translation>Vergleichen</translation>
        </message>
        <message>
            <source>Drop a CSV file on this page to make a task of it, then tick it in the study. Ctrl+K finds everything that can be done, F1 explains it. Have a good time.</source>
            <translation>Eine CSV-Datei auf dieser Seite ablegen, um daraus eine Aufgabe zu machen, und sie dann in der Studie anhaken. Strg+K findet alles, was getan werden kann, F1 erklärt es. Viel Freude damit.</translation>
        </message>
        <message>
            <source>Every trained prompt is in the library: look into it, try it on your own text, export it for PEFT.</source>
            <translation>Jeder trainierte Prompt liegt in der Bibliothek: Er lässt sich untersuchen, an eigenem Text ausprobieren und für PEFT exportieren.</translation>
        </message>
        <message>
            <source>Go on, and the study runs. It takes about half a minute on two CPU cores.</source>
            <translation>Mit „Weiter“ läuft die Studie. Sie dauert etwa eine halbe Minute auf zwei CPU-Kernen.</translation>
        </message>
        <message>
            <source>Here methods are ticked, each with its settings. Prompt tuning learns from the target alone; SPoT starts from the best source prompt. A control comes along: what no method beats is no gain.</source>
            <translation>Hier werden Methoden angehakt, jede mit ihren Einstellungen. Prompt-Tuning lernt allein vom Ziel; SPoT beginnt mit dem besten Quell-Prompt. Eine Kontrolle läuft mit: Was keine Methode übertrifft, ist kein Gewinn.</translation>
        </message>
        <message>
            <source>Here tasks are ticked as source or as target. Two sources and a target are.</source>
            <translation>Hier werden Aufgaben als Quelle oder als Ziel angehakt. Zwei Quellen und ein Ziel sind es schon.</translation>
        </message>
        <message>
            <source>Losses and scores come while they are measured. Every run can be stopped and kept, paused or cancelled. The tour goes on by itself when all runs have ended.</source>
            <translation>Verluste und Scores erscheinen, während sie gemessen werden. Jeder Lauf kann gestoppt und behalten, pausiert oder abgebrochen werden. Der Rundgang geht von selbst weiter, wenn alle Läufe beendet sind.</translation>
        </message>
        <message>
            <source>Methods</source>
            <translation>Methoden</translation>
        </message>
        <message>
            <source>Plan</source>
            <translation>Plan</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>Lauf</translation>
        </message>
        <message>
            <source>S&amp;kip</source>
            <translation>Ü&amp;berspringen</translation>
        </message>
        <message>
            <source>Soft prompts</source>
            <translation>Soft-Prompts</translation>
        </message>
        <message>
            <source>Take the prompt away</source>
            <translation>Den Prompt mitnehmen</translation>
        </message>
        <message>
            <source>Tasks</source>
            <translation>Aufgaben</translation>
        </message>
        <message>
            <source>The leaderboard sets the methods side by side, with intervals and tests. With two seeds it says that nothing is certain yet, and it is right.</source>
            <translation>Die Rangliste stellt die Methoden nebeneinander, mit Intervallen und Tests. Bei zwei Seeds sagt sie, dass noch nichts sicher ist, und sie hat recht.</translation>
        </message>
        <message>
            <source>Tour</source>
            <translation>Rundgang</translation>
        </message>
        <message>
            <source>Watch</source>
            <translation>Beobachten</translation>
        </message>
        <message>
            <source>Your own data</source>
            <translation>Eigene Daten</translation>
        </message>
    </context>
    <context>
        <name>TransferView</name>
        <message>
            <source>A click on a cell shows its runs above.</source>
            <translation>Ein Klick auf eine Zelle zeigt oben ihre Läufe.</translation>
        </message>
        <message>
            <source>Matrix</source>
            <translation>Matrix</translation>
        </message>
        <message>
            <source>This study has no transfer matrix yet. It comes from runs whose prompt is of one source task, such as those of 'Zero-shot source prompt' with every source in turn.</source>
            <translation>Diese Studie hat noch keine Transfermatrix. Sie entsteht aus Läufen, deren Prompt von einer Quellaufgabe stammt, etwa denen von 'Zero-shot source prompt' mit jeder Quelle der Reihe nach.</translation>
        </message>
        <message>
            <source>Transfer matrix</source>
            <translation>Transfermatrix</translation>
        </message>
    </context>
    <context>
        <name>Twin</name>
        <message>
            <source>As a &amp;table</source>
            <translation>Als &amp;Tabelle</translation>
        </message>
    </context>
    <context>
        <name>View</name>
        <message>
            <source>Reading…</source>
            <translation>Wird gelesen…</translation>
        </message>
    </context>
</TS>
