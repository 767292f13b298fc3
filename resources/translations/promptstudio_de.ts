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
            <translation>Alles durch Tippen finden, was das Programm kann</translation>
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
    </context>
    <context>
        <name>AlarmWatch</name>
        <message>
            <source>This study</source>
            <translation>Diese Studie</translation>
        </message>
    </context>
    <context>
        <name>BackboneChoice</name>
        <message>
            <source>Another model can be named above, as backbone.</source>
            <translation>Oben lässt sich als Backbone ein anderes Modell nennen.</translation>
        </message>
        <message>
            <source>The chosen prompts have their own: {0}.</source>
            <translation>Die gewählten Prompts haben ihr eigenes: {0}.</translation>
        </message>
        <message>
            <source>What prompts are asked of whose model is not known</source>
            <translation>Wem Prompts vorgelegt werden, deren Modell nicht bekannt ist</translation>
        </message>
    </context>
    <context>
        <name>BackboneLine</name>
        <message>
            <source>&amp;Backbone</source>
            <translation>&amp;Backbone</translation>
        </message>
        <message>
            <source>Backbone</source>
            <translation>Backbone</translation>
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
            <source>The frozen language model: 'sandbox' (shipped), a folder in Hugging Face format, or the id of a model on the hub.</source>
            <translation>Das eingefrorene Sprachmodell: „sandbox“ (mitgeliefert), ein Ordner im Format von Hugging Face oder die ID eines Modells auf dem Hub.</translation>
        </message>
        <message>
            <source>sandbox, a folder, or owner/name</source>
            <translation>sandbox, ein Ordner oder eigentümer/name</translation>
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
            <source>Dismiss ({0} more)</source>
            <translation>Ausblenden ({0} weitere)</translation>
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
            <translation>Das Bild kann nicht als „{0}“ gespeichert werden.</translation>
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
            <source>0=bad, 1=good</source>
            <translation>0=schlecht, 1=gut</translation>
        </message>
        <message>
            <source>As the model reads i&amp;t</source>
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
            <source>Tem&amp;plate</source>
            <translation>&amp;Vorlage</translation>
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
            <translation>Die Daten können nicht als „{0}“ gespeichert werden: {1}.</translation>
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
        <name>Columns</name>
        <message>
            <source>Parts of the page</source>
            <translation>Teile der Seite</translation>
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
            <source>Of {0} chosen prompts, the first {1} can be combined.</source>
            <translation>Von {0} gewählten Prompts können die ersten {1} kombiniert werden.</translation>
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
            <source>Back to the default: {0}</source>
            <translation>Zurück zum Standardwert: {0}</translation>
        </message>
        <message>
            <source>Back to the preset: {0}</source>
            <translation>Zurück zur Voreinstellung: {0}</translation>
        </message>
        <message>
            <source>Reset {0}</source>
            <translation>{0} zurücksetzen</translation>
        </message>
        <message>
            <source>This method has no settings.</source>
            <translation>Diese Methode hat keine Einstellungen.</translation>
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
            <source>&amp;Log scale</source>
            <translation>&amp;Log-Skala</translation>
        </message>
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
        <name>Declared</name>
        <message>
            <source>%</source>
            <translation>%</translation>
        </message>
        <message>
            <source>'mean' adds up the tasks' mean losses (a tempered posterior); 'exact' weighs each task by its number of rows, as Bayes' rule does. This sets how strongly data drive the particles against the kernel's repulsion.</source>
            <translation>„Mittel“ addiert die mittleren Verluste der Aufgaben (ein temperierter Posterior); „exakt“ gewichtet jede Aufgabe mit ihrer Zeilenzahl, wie es die Regel von Bayes tut. Das bestimmt, wie stark die Daten die Partikel gegen die Abstoßung des Kernels treiben.</translation>
        </message>
        <message>
            <source>'point' tunes one prompt to the maximum of the posterior, as in the paper; 'particles' moves all particles on to the target's posterior and averages their predictions, with the scores of their mean prompt beside.</source>
            <translation>„Punkt“ führt einen Prompt zum Maximum des Posteriors, wie im Paper; „Partikel“ führt alle Partikel weiter zum Posterior des Ziels und mittelt ihre Vorhersagen, mit den Scores ihres mittleren Prompts daneben.</translation>
        </message>
        <message>
            <source>'trained' learns every source prompt on its own task first, which decides the matter in few-shot work; 'random' starts them as set under Initialisation.</source>
            <translation>„trainiert“ lernt jeden Quell-Prompt zuerst auf seiner eigenen Aufgabe, was bei wenigen Beispielen den Ausschlag gibt; „zufällig“ startet sie so, wie es unter Initialisierung eingestellt ist.</translation>
        </message>
        <message>
            <source>'{0}' is {1} from step {2} on.</source>
            <translation>„{0}“ ist ab Schritt {2} {1}.</translation>
        </message>
        <message>
            <source>'{0}' on '{1}'</source>
            <translation>„{0}“ auf „{1}“</translation>
        </message>
        <message>
            <source>'{0}' on '{1}' (split {2}, seed {3})</source>
            <translation>„{0}“ auf „{1}“ (Split {2}, Seed {3})</translation>
        </message>
        <message>
            <source>1 / (1 + the distance between the two prompts as two long vectors).</source>
            <translation>1 / (1 + Abstand der beiden Prompts als zwei lange Vektoren).</translation>
        </message>
        <message>
            <source>1 / (1 + the mean distance of every token of one prompt to every token of the other).</source>
            <translation>1 / (1 + mittlerer Abstand jedes Tokens des einen Prompts zu jedem Token des anderen).</translation>
        </message>
        <message>
            <source>1 gradient</source>
            <translation>1 Gradient</translation>
        </message>
        <message>
            <source>1 input of {1} is in {2} too; runs leave it out there.</source>
            <translation>1 Eingabe von {1} ist auch in {2}; Läufe lassen sie dort weg.</translation>
        </message>
        <message>
            <source>1 input of {1} is there more than once.</source>
            <translation>1 Eingabe von {1} ist mehrfach da.</translation>
        </message>
        <message>
            <source>1 input of {1} is there with two answers.</source>
            <translation>1 Eingabe von {1} ist mit zwei Antworten da.</translation>
        </message>
        <message>
            <source>1 pair</source>
            <translation>1 Paar</translation>
        </message>
        <message>
            <source>1 row of {1} has no answer and is left out.</source>
            <translation>1 Zeile von {1} hat keine Antwort und entfällt.</translation>
        </message>
        <message>
            <source>1 run</source>
            <translation>1 Lauf</translation>
        </message>
        <message>
            <source>1 shared stage</source>
            <translation>1 gemeinsame Stufe</translation>
        </message>
        <message>
            <source>1 step</source>
            <translation>1 Schritt</translation>
        </message>
        <message>
            <source>1 task</source>
            <translation>1 Aufgabe</translation>
        </message>
        <message>
            <source>95 % interval</source>
            <translation>95-%-Intervall</translation>
        </message>
        <message>
            <source>95 % interval {0:+.1f} to {1:+.1f}</source>
            <translation>95-%-Intervall {0:+.1f} bis {1:+.1f}</translation>
        </message>
        <message>
            <source>A router mixes particles of the source posterior for every target, and the posterior holds the mixture back.</source>
            <translation>Ein Router mischt für jedes Ziel Partikel des Quell-Posteriors, und der Posterior hält die Mischung zurück.</translation>
        </message>
        <message>
            <source>Acceptability</source>
            <translation>Akzeptabilität</translation>
        </message>
        <message>
            <source>Activations kept for gradients</source>
            <translation>Aktivierungen, für Gradienten behalten</translation>
        </message>
        <message>
            <source>AdamW is robust; Adafactor is what prompt-tuning papers use, with learning rates near 0.3; SGD is the plain gradient.</source>
            <translation>AdamW ist robust; Adafactor ist in Papern zum Prompt-Tuning üblich, mit Lernraten um 0.3; SGD ist der bloße Gradient.</translation>
        </message>
        <message>
            <source>Add the prompt to what the network makes of it. Without, the network's output alone is the prompt, it starts from random numbers, and with layer normalisation it can not become every prompt.</source>
            <translation>Den Prompt zu dem addieren, was das Netz aus ihm macht. Sonst ist allein die Ausgabe des Netzes der Prompt; er beginnt dann mit Zufallszahlen und kann mit Schichtnormierung nicht jeder Prompt werden.</translation>
        </message>
        <message>
            <source>Adds up what source prompts learned, as vectors from one start, and tunes from there.</source>
            <translation>Addiert, was Quell-Prompts gelernt haben, als Vektoren von einem gemeinsamen Start aus, und trainiert von dort weiter.</translation>
        </message>
        <message>
            <source>After the warm-up the learning rate stays, or falls to zero on a line or cosine.</source>
            <translation>Nach dem Aufwärmen bleibt die Lernrate oder fällt linear oder als Kosinus auf null.</translation>
        </message>
        <message>
            <source>Aggregation</source>
            <translation>Zusammenfassung</translation>
        </message>
        <message>
            <source>Aggregation temperature</source>
            <translation>Temperatur der Zusammenfassung</translation>
        </message>
        <message>
            <source>Algorithm</source>
            <translation>Algorithmus</translation>
        </message>
        <message>
            <source>All source prompts start from the same prompt, so that what they learned can be compared and added; if not, each starts from a draw of its own.</source>
            <translation>Alle Quell-Prompts beginnen mit demselben Prompt, sodass sich das Gelernte vergleichen und addieren lässt; sonst beginnt jeder mit einer eigenen Ziehung.</translation>
        </message>
        <message>
            <source>Annealing</source>
            <translation>Abkühlung</translation>
        </message>
        <message>
            <source>Answering</source>
            <translation>Antworten</translation>
        </message>
        <message>
            <source>Answers have {0:.1f} words on average.</source>
            <translation>Antworten haben im Mittel {0:.1f} Wörter.</translation>
        </message>
        <message>
            <source>As the model reads it</source>
            <translation>Wie das Modell es liest</translation>
        </message>
        <message>
            <source>At the last evaluation every row is given the same class.</source>
            <translation>Bei der letzten Bewertung bekommt jede Zeile dieselbe Klasse.</translation>
        </message>
        <message>
            <source>Attend to the target prompt</source>
            <translation>Ziel-Prompt mit gewichten</translation>
        </message>
        <message>
            <source>Attention learning rate</source>
            <translation>Lernrate der Attention</translation>
        </message>
        <message>
            <source>Attention temperature</source>
            <translation>Temperatur der Attention</translation>
        </message>
        <message>
            <source>Attention weights</source>
            <translation>Gewichte der Attention</translation>
        </message>
        <message>
            <source>Average</source>
            <translation>Mitteln</translation>
        </message>
        <message>
            <source>Average of the best match from the first prompt to the second and back.</source>
            <translation>Mittel aus der besten Übereinstimmung vom ersten zum zweiten Prompt und zurück.</translation>
        </message>
        <message>
            <source>Bandwidth</source>
            <translation>Bandbreite</translation>
        </message>
        <message>
            <source>Batch size</source>
            <translation>Batch-Größe</translation>
        </message>
        <message>
            <source>Beside the score</source>
            <translation>Neben dem Score</translation>
        </message>
        <message>
            <source>Best match of tokens</source>
            <translation>Beste Übereinstimmung von Tokens</translation>
        </message>
        <message>
            <source>Best match of tokens, both ways</source>
            <translation>Beste Übereinstimmung von Tokens, beidseitig</translation>
        </message>
        <message>
            <source>Better by {0:.1f} points over {1}</source>
            <translation>Besser um {0:.1f} Punkte über {1}</translation>
        </message>
        <message>
            <source>Boolean</source>
            <translation>Ja oder nein</translation>
        </message>
        <message>
            <source>Bottleneck</source>
            <translation>Engpass</translation>
        </message>
        <message>
            <source>CPU threads of the worker, from the next start on. For small models one is fastest.</source>
            <translation>CPU-Threads des Arbeitsprozesses, ab dem nächsten Start. Für kleine Modelle ist einer am schnellsten.</translation>
        </message>
        <message>
            <source>CUDA and its libraries</source>
            <translation>CUDA und seine Bibliotheken</translation>
        </message>
        <message>
            <source>Checkpoints kept</source>
            <translation>Behaltene Sicherungspunkte</translation>
        </message>
        <message>
            <source>Choice of a source</source>
            <translation>Wahl einer Quelle</translation>
        </message>
        <message>
            <source>Choose every</source>
            <translation>Auswahl alle</translation>
        </message>
        <message>
            <source>Colours: as the system has them, light, dark, or of high contrast.</source>
            <translation>Farben: wie das System sie hat, hell, dunkel oder mit hohem Kontrast.</translation>
        </message>
        <message>
            <source>Column '{0}' holds {1}.</source>
            <translation>Die Spalte „{0}“ enthält {1}.</translation>
        </message>
        <message>
            <source>Combination</source>
            <translation>Kombination</translation>
        </message>
        <message>
            <source>Composition</source>
            <translation>Zusammensetzung</translation>
        </message>
        <message>
            <source>Confusion matrix</source>
            <translation>Konfusionsmatrix</translation>
        </message>
        <message>
            <source>Copy of the token embeddings</source>
            <translation>Kopie der Token-Embeddings</translation>
        </message>
        <message>
            <source>Coreference</source>
            <translation>Koreferenz</translation>
        </message>
        <message>
            <source>Cosine between the averages of the two prompts' tokens.</source>
            <translation>Kosinus zwischen den Mitteln der Tokens beider Prompts.</translation>
        </message>
        <message>
            <source>Cosine between the two prompts as two long vectors, token after token.</source>
            <translation>Kosinus zwischen den beiden Prompts als zwei langen Vektoren, Token für Token.</translation>
        </message>
        <message>
            <source>Cosine of each virtual token with the vocabulary. {0}</source>
            <translation>Kosinus jedes virtuellen Tokens mit dem Vokabular. {0}</translation>
        </message>
        <message>
            <source>Cosine of every token of one prompt with every token of the other, averaged.</source>
            <translation>Kosinus jedes Tokens des einen Prompts mit jedem Token des anderen, gemittelt.</translation>
        </message>
        <message>
            <source>Cosine of flattened prompts</source>
            <translation>Kosinus ausgerollter Prompts</translation>
        </message>
        <message>
            <source>Cosine of mean tokens</source>
            <translation>Kosinus mittlerer Tokens</translation>
        </message>
        <message>
            <source>Cost of a run</source>
            <translation>Kosten eines Laufs</translation>
        </message>
        <message>
            <source>Costs</source>
            <translation>Kosten</translation>
        </message>
        <message>
            <source>Counterfactual</source>
            <translation>Kontrafaktisch</translation>
        </message>
        <message>
            <source>Counting</source>
            <translation>Zählen</translation>
        </message>
        <message>
            <source>Device</source>
            <translation>Gerät</translation>
        </message>
        <message>
            <source>Device that a new study begins with.</source>
            <translation>Gerät, mit dem eine neue Studie beginnt.</translation>
        </message>
        <message>
            <source>Dialogue</source>
            <translation>Dialog</translation>
        </message>
        <message>
            <source>Differences are in points, over runs that share target, split and seed; p is Wilcoxon's signed-rank test over targets and splits with Holm's correction for all methods.</source>
            <translation>Unterschiede in Punkten, über Läufe mit gleichem Ziel, Split und Seed; p ist der Vorzeichen-Rang-Test von Wilcoxon über Ziele und Splits mit Holms Korrektur für alle Methoden.</translation>
        </message>
        <message>
            <source>Differences in points between runs that differ in this setting alone, against the value of most runs; intervals are Student's over targets and splits.</source>
            <translation>Unterschiede in Punkten zwischen Läufen, die sich nur in dieser Einstellung unterscheiden, gegen den Wert der meisten Läufe; Intervalle nach Student über Ziele und Splits.</translation>
        </message>
        <message>
            <source>Distillation</source>
            <translation>Destillation</translation>
        </message>
        <message>
            <source>Distils the source prompts into one shared prompt, which each task scales by two small factors; the target starts from it and the mean factors.</source>
            <translation>Destilliert die Quell-Prompts in einen gemeinsamen Prompt, den jede Aufgabe mit zwei kleinen Faktoren skaliert; das Ziel beginnt mit ihm und den mittleren Faktoren.</translation>
        </message>
        <message>
            <source>Divide each target's gates by their sum before the normaliser.</source>
            <translation>Die Gates jedes Ziels vor der Normierung durch ihre Summe teilen.</translation>
        </message>
        <message>
            <source>Divide the sum by the number of vectors, so that many do not go too far; published is the plain sum.</source>
            <translation>Die Summe durch die Zahl der Vektoren teilen, damit viele nicht zu weit gehen; veröffentlicht ist die bloße Summe.</translation>
        </message>
        <message>
            <source>Divides the exact likelihood: 1 is Bayes' rule, more makes the posterior wider.</source>
            <translation>Teilt die exakte Likelihood: 1 ist die Regel von Bayes, mehr macht den Posterior breiter.</translation>
        </message>
        <message>
            <source>Do not quantize</source>
            <translation>Nicht quantisieren</translation>
        </message>
        <message>
            <source>Driving over repulsive force</source>
            <translation>Treibende durch abstoßende Kraft</translation>
        </message>
        <message>
            <source>Each transferred run against '{0}' on the same target, split and seed with no fewer gradient rows on the target; worse means by more than one test row.</source>
            <translation>Jeder Lauf mit Transfer gegen „{0}“ mit gleichem Ziel, Split und Seed und nicht weniger Gradientenzeilen auf dem Ziel; schlechter heißt um mehr als eine Testzeile.</translation>
        </message>
        <message>
            <source>Effect of single settings</source>
            <translation>Wirkung einzelner Einstellungen</translation>
        </message>
        <message>
            <source>Emotion</source>
            <translation>Emotion</translation>
        </message>
        <message>
            <source>Encoding</source>
            <translation>Kodierung</translation>
        </message>
        <message>
            <source>Entailment</source>
            <translation>Folgerung</translation>
        </message>
        <message>
            <source>Equal in all runs: {0} more.</source>
            <translation>Gleich in allen Läufen: {0} weitere.</translation>
        </message>
        <message>
            <source>Estimated for {0}, at the fullest moment.</source>
            <translation>Geschätzt für {0}, im vollsten Moment.</translation>
        </message>
        <message>
            <source>Euclidean</source>
            <translation>Euklidisch</translation>
        </message>
        <message>
            <source>Euclidean of token pairs</source>
            <translation>Euklidisch über Token-Paare</translation>
        </message>
        <message>
            <source>Every virtual token has a network of its own; if not, all share one.</source>
            <translation>Jedes virtuelle Token hat ein eigenes Netz; sonst teilen sich alle eines.</translation>
        </message>
        <message>
            <source>Extraction</source>
            <translation>Extraktion</translation>
        </message>
        <message>
            <source>Fact checking</source>
            <translation>Faktenprüfung</translation>
        </message>
        <message>
            <source>Factor noise</source>
            <translation>Rauschen der Faktoren</translation>
        </message>
        <message>
            <source>Factor of -log posterior of every target's mixed shared prompt beside the loss.</source>
            <translation>Faktor von -log Posterior des gemischten gemeinsamen Prompts jedes Ziels neben dem Verlust.</translation>
        </message>
        <message>
            <source>Factor of -log prior beside the mean loss. One over the number of training rows is Bayes' rule; less lets the target's own data say more.</source>
            <translation>Faktor von -log Prior neben dem mittleren Verlust. Eins durch die Zahl der Trainingszeilen ist die Regel von Bayes; weniger lässt die Daten des Ziels mehr sagen.</translation>
        </message>
        <message>
            <source>Factor of the shift: 'paper' takes 1 as its formula does, 'code' 8 divided by the square root of the rank, as the authors' program does.</source>
            <translation>Faktor der Verschiebung: „Paper“ nimmt 1 wie dessen Formel, „Code“ nimmt 8 durch die Wurzel des Rangs wie das Programm der Autoren.</translation>
        </message>
        <message>
            <source>Factor of the sum before it is added to the start; 0 leaves the start alone.</source>
            <translation>Faktor der Summe, bevor sie zum Start addiert wird; 0 lässt den Start, wie er ist.</translation>
        </message>
        <message>
            <source>First order</source>
            <translation>Erste Ordnung</translation>
        </message>
        <message>
            <source>For debugging: no process of its own for the worker, from the next start on.</source>
            <translation>Zur Fehlersuche: kein eigener Arbeitsprozess, ab dem nächsten Start.</translation>
        </message>
        <message>
            <source>For every token of the first prompt the cosine with its nearest token of the second, averaged.</source>
            <translation>Für jedes Token des ersten Prompts der Kosinus mit seinem nächsten Token des zweiten, gemittelt.</translation>
        </message>
        <message>
            <source>Formula</source>
            <translation>Formel</translation>
        </message>
        <message>
            <source>Function from gates to weights. Gates lie between 0 and 1, so softmax and sigmoid make weights nearly equal.</source>
            <translation>Funktion von Gates zu Gewichten. Gates liegen zwischen 0 und 1, daher machen Softmax und Sigmoid die Gewichte fast gleich.</translation>
        </message>
        <message>
            <source>Gains are from means per target; the interval draws targets and splits anew. The largest influence is the target without which the average would change most.</source>
            <translation>Gewinne aus Mitteln je Ziel; das Intervall zieht Ziele und Splits neu. Der größte Einfluss ist das Ziel, ohne das sich der Durchschnitt am meisten ändern würde.</translation>
        </message>
        <message>
            <source>Gains are over '{0}', which is not ticked, so none can be told.</source>
            <translation>Gewinne gelten gegenüber „{0}“; das ist nicht angehakt, also lässt sich keiner angeben.</translation>
        </message>
        <message>
            <source>Gains over the baseline</source>
            <translation>Gewinne gegenüber der Baseline</translation>
        </message>
        <message>
            <source>Generation</source>
            <translation>Generierung</translation>
        </message>
        <message>
            <source>Gives every input a prompt of its own: the target's prompt plus a mix of frozen source prompts, weighed by what the input says.</source>
            <translation>Gibt jeder Eingabe einen eigenen Prompt: den des Ziels plus eine Mischung eingefrorener Quell-Prompts, gewichtet nach der Eingabe.</translation>
        </message>
        <message>
            <source>Gives every row the most frequent answer of the training rows; with as many rows of each class this is the first class, and its score is chance.</source>
            <translation>Gibt jeder Zeile die häufigste Antwort der Trainingszeilen; bei gleich vielen Zeilen je Klasse ist das die erste Klasse, und der Score ist Zufall.</translation>
        </message>
        <message>
            <source>Gradient steps that adapt each particle to a task.</source>
            <translation>Gradientenschritte, die jedes Partikel an eine Aufgabe anpassen.</translation>
        </message>
        <message>
            <source>Gradient steps that adapt the prompt to a task; 1 in the paper, 10 for Reptile.</source>
            <translation>Gradientenschritte, die den Prompt an eine Aufgabe anpassen; 1 im Paper, 10 bei Reptile.</translation>
        </message>
        <message>
            <source>Hate speech</source>
            <translation>Hassrede</translation>
        </message>
        <message>
            <source>Holes between activations</source>
            <translation>Lücken zwischen Aktivierungen</translation>
        </message>
        <message>
            <source>How many finished runs, the newest first, keep their last checkpoint, from the next start on. Such a run can be forked. A checkpoint takes six times as much space as its prompt, more with methods that train several prompts.</source>
            <translation>Wie viele fertige Läufe, die neuesten zuerst, ihren letzten Sicherungspunkt behalten, ab dem nächsten Start. Von einem solchen Lauf lässt sich abzweigen. Ein Sicherungspunkt braucht sechsmal so viel Platz wie sein Prompt, bei Methoden mit mehreren Prompts mehr.</translation>
        </message>
        <message>
            <source>How many sources are added.</source>
            <translation>Wie viele Quellen addiert werden.</translation>
        </message>
        <message>
            <source>How many sources are used.</source>
            <translation>Wie viele Quellen verwendet werden.</translation>
        </message>
        <message>
            <source>How many updates the stage makes.</source>
            <translation>Wie viele Aktualisierungen die Stufe macht.</translation>
        </message>
        <message>
            <source>How much it counts that the decoder's last hidden states differ, squared.</source>
            <translation>Wie viel es zählt, dass sich die letzten verborgenen Zustände des Decoders unterscheiden, quadriert.</translation>
        </message>
        <message>
            <source>How much it counts that token probabilities differ from the teacher's, in nats.</source>
            <translation>Wie viel es zählt, dass Token-Wahrscheinlichkeiten von denen des Lehrers abweichen, in Nats.</translation>
        </message>
        <message>
            <source>How much the temperature falls with each step; 0.02 in the paper's code.</source>
            <translation>Wie viel die Temperatur mit jedem Schritt fällt; 0.02 im Code des Papers.</translation>
        </message>
        <message>
            <source>How sources are ranked: by the similarity of their prompts to a short run of the target's own (cosine of mean tokens, mean or best cosine of token pairs, cosine or distance of whole prompts, overlap of the neurons that they activate), by the loss of the source prompts on validation rows, or as you name one.</source>
            <translation>Wie Quellen geordnet werden: nach der Ähnlichkeit ihrer Prompts mit einem kurzen eigenen Lauf des Ziels (Kosinus mittlerer Tokens, mittlerer oder bester Kosinus von Token-Paaren, Kosinus oder Abstand ganzer Prompts, gemeinsam aktivierte Neuronen), nach dem Verlust der Quell-Prompts auf Validierungszeilen, oder eine wird benannt.</translation>
        </message>
        <message>
            <source>How the mixed source prompts and the private prompt join: added, multiplied, or one after the other (which doubles the prompt's length).</source>
            <translation>Wie gemischte Quell-Prompts und privater Prompt zusammenkommen: addiert, multipliziert oder aneinandergehängt (was die Länge des Prompts verdoppelt).</translation>
        </message>
        <message>
            <source>How well similarity predicts transfer</source>
            <translation>Wie gut Ähnlichkeit den Transfer vorhersagt</translation>
        </message>
        <message>
            <source>Initial scale</source>
            <translation>Anfangsgröße</translation>
        </message>
        <message>
            <source>Initial text</source>
            <translation>Anfangstext</translation>
        </message>
        <message>
            <source>Initialisation</source>
            <translation>Initialisierung</translation>
        </message>
        <message>
            <source>Inner learning rate</source>
            <translation>Innere Lernrate</translation>
        </message>
        <message>
            <source>Inner steps</source>
            <translation>Innere Schritte</translation>
        </message>
        <message>
            <source>Instruction</source>
            <translation>Anweisung</translation>
        </message>
        <message>
            <source>Intent</source>
            <translation>Absicht</translation>
        </message>
        <message>
            <source>Irony</source>
            <translation>Ironie</translation>
        </message>
        <message>
            <source>Is -1 no label? Leave it out there, and its rows are left out.</source>
            <translation>Ist -1 kein Label? Dann dort weglassen, und seine Zeilen entfallen.</translation>
        </message>
        <message>
            <source>It builds on the shared stage '{0}' ({1}).</source>
            <translation>Er baut auf der gemeinsamen Stufe „{0}“ ({1}) auf.</translation>
        </message>
        <message>
            <source>It has {0} samples; the one of {1} rows and seed {2} is taken.</source>
            <translation>Es sind {0} Stichproben; die mit {1} Zeilen und Seed {2} wird genommen.</translation>
        </message>
        <message>
            <source>Its model '{0}' is not on this machine.</source>
            <translation>Sein Modell '{0}' ist nicht auf diesem Rechner.</translation>
        </message>
        <message>
            <source>Joint tuning</source>
            <translation>Gemeinsames Training</translation>
        </message>
        <message>
            <source>Kernel bandwidth</source>
            <translation>Bandbreite des Kernels</translation>
        </message>
        <message>
            <source>Kernel width h</source>
            <translation>Breite h des Kernels</translation>
        </message>
        <message>
            <source>Knowledge</source>
            <translation>Wissen</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>Sprache</translation>
        </message>
        <message>
            <source>Language of the window, from the next start on.</source>
            <translation>Sprache des Fensters, ab dem nächsten Start.</translation>
        </message>
        <message>
            <source>Largest single operation</source>
            <translation>Größte einzelne Operation</translation>
        </message>
        <message>
            <source>Layer normalisation</source>
            <translation>Schichtnormierung</translation>
        </message>
        <message>
            <source>Leaderboard</source>
            <translation>Rangliste</translation>
        </message>
        <message>
            <source>Learn scale and offset of the attention network's layer normalisation; in the authors' program they stay 1 and 0.</source>
            <translation>Skala und Versatz der Schichtnormierung des Attention-Netzes lernen; im Programm der Autoren bleiben sie 1 und 0.</translation>
        </message>
        <message>
            <source>Learning rate</source>
            <translation>Lernrate</translation>
        </message>
        <message>
            <source>Learning rate of the factors</source>
            <translation>Lernrate der Faktoren</translation>
        </message>
        <message>
            <source>Learning rate of the shared prompt</source>
            <translation>Lernrate des gemeinsamen Prompts</translation>
        </message>
        <message>
            <source>Learns a cloud of prompts of which each adapts fast to the source tasks, then tunes the target's prompt from their centre.</source>
            <translation>Lernt eine Wolke von Prompts, die sich alle schnell an die Quellaufgaben anpassen, und trainiert dann den Prompt des Ziels von ihrer Mitte aus.</translation>
        </message>
        <message>
            <source>Learns a cloud of prompts that fit all source tasks together, then tunes the target's prompt from their centre while the cloud holds it back.</source>
            <translation>Lernt eine Wolke von Prompts, die zu allen Quellaufgaben passen, und trainiert dann den Prompt des Ziels von ihrer Mitte aus, während die Wolke ihn zurückhält.</translation>
        </message>
        <message>
            <source>Learns a prompt through a small network with a bypass, which steadies training; only the resulting prompt is kept.</source>
            <translation>Lernt einen Prompt durch ein kleines Netz mit Umgehung, was das Training stabiler macht; behalten wird nur der Prompt, der daraus entsteht.</translation>
        </message>
        <message>
            <source>Learns a short prompt together with a low-rank change of the input's embeddings, each at a rate of its own.</source>
            <translation>Lernt einen kurzen Prompt zusammen mit einer Änderung niedrigen Rangs an den Embeddings der Eingabe, beides mit eigener Lernrate.</translation>
        </message>
        <message>
            <source>Learns from many source tasks a start from which a prompt adapts to a new one fast.</source>
            <translation>Lernt aus vielen Quellaufgaben einen Start, von dem aus sich ein Prompt schnell an eine neue anpasst.</translation>
        </message>
        <message>
            <source>Learns one soft prompt on the target task, with no help from other tasks.</source>
            <translation>Lernt einen Soft-Prompt auf der Zielaufgabe, ohne Hilfe anderer Aufgaben.</translation>
        </message>
        <message>
            <source>Leave out</source>
            <translation>Weglassen</translation>
        </message>
        <message>
            <source>Leave the second derivatives of the adaptation out, as FoMAML does.</source>
            <translation>Die zweiten Ableitungen der Anpassung weglassen, wie FoMAML.</translation>
        </message>
        <message>
            <source>Left out of relative gains: {0}, {1}</source>
            <translation>Aus relativen Gewinnen weggelassen: {0}, {1}</translation>
        </message>
        <message>
            <source>Left out: {0}, with no run from scratch, or with less of a budget than it.</source>
            <translation>Weggelassen: {0}, ohne Lauf von Grund auf oder mit weniger Budget als dieser.</translation>
        </message>
        <message>
            <source>Length of the soft prompt. Papers use 100 on T5-base; short prompts train faster and do as well on small models.</source>
            <translation>Länge des Soft-Prompts. In Papern 100 auf T5-base; kurze Prompts trainieren schneller und taugen bei kleinen Modellen genauso.</translation>
        </message>
        <message>
            <source>Let the shared prompt move on the target too; if not, its factors alone learn.</source>
            <translation>Der gemeinsame Prompt lernt auch auf dem Ziel; sonst lernen nur die Faktoren.</translation>
        </message>
        <message>
            <source>Let the shared source prompts move in the joint stage; if not, they stay frozen.</source>
            <translation>Die gemeinsamen Quell-Prompts lernen in der gemeinsamen Stufe mit; sonst bleiben sie eingefroren.</translation>
        </message>
        <message>
            <source>Likelihood temperature</source>
            <translation>Temperatur der Likelihood</translation>
        </message>
        <message>
            <source>Likelihood weights</source>
            <translation>Gewichte der Likelihood</translation>
        </message>
        <message>
            <source>Loading, beyond all that</source>
            <translation>Laden, darüber hinaus</translation>
        </message>
        <message>
            <source>Loss of the source tasks</source>
            <translation>Verlust der Quellaufgaben</translation>
        </message>
        <message>
            <source>Lower 'Learning rate' or raise 'Warm-up steps'.</source>
            <translation>„Lernrate“ senken oder „Aufwärmschritte“ erhöhen.</translation>
        </message>
        <message>
            <source>Lower 'Learning rate' or raise 'Weight decay'.</source>
            <translation>„Lernrate“ senken oder „Gewichtsabnahme“ erhöhen.</translation>
        </message>
        <message>
            <source>Lowest temperature</source>
            <translation>Niedrigste Temperatur</translation>
        </message>
        <message>
            <source>MAML differentiates through the adaptation (exactly, by Hessian-vector products); FoMAML leaves the second derivatives out; Reptile follows where adaptation leads; multitask trains one prompt on all sources, as their control.</source>
            <translation>MAML leitet durch die Anpassung hindurch ab (exakt, mit Hesse-Vektor-Produkten); FoMAML lässt die zweiten Ableitungen weg; Reptile folgt dorthin, wohin die Anpassung führt; Multitask trainiert zur Kontrolle einen Prompt auf allen Quellen.</translation>
        </message>
        <message>
            <source>MB</source>
            <translation>MB</translation>
        </message>
        <message>
            <source>Map</source>
            <translation>Karte</translation>
        </message>
        <message>
            <source>Masking study</source>
            <translation>Maskierungsstudie</translation>
        </message>
        <message>
            <source>Mean cosine of token pairs</source>
            <translation>Mittlerer Kosinus von Token-Paaren</translation>
        </message>
        <message>
            <source>Mean distance of particles</source>
            <translation>Mittlerer Abstand der Partikel</translation>
        </message>
        <message>
            <source>Mean kernel of particles</source>
            <translation>Mittlerer Kernel der Partikel</translation>
        </message>
        <message>
            <source>Means over all runs that have the number. The calibration error tells how far the model's confidence is from its accuracy; the invalid rate how often a free answer is no label; the predicted share how often the most frequent prediction is made.</source>
            <translation>Mittel über alle Läufe, die die Zahl haben. Der Kalibrierungsfehler sagt, wie weit die Sicherheit des Modells von seiner Genauigkeit entfernt ist; der Anteil ungültiger Antworten, wie oft eine freie Antwort kein Label ist; der Anteil der häufigsten Vorhersage, wie oft diese gemacht wird.</translation>
        </message>
        <message>
            <source>Means over runs. Gradient rows are (row, prompt) pairs with a gradient. All columns but the first two count a run's part of the shared stages that it needs; 'with shared stages' counts them whole, as if the run had been alone. A pass is one pair through the model, forward or backward. Peak memory is that of the process or device.</source>
            <translation>Mittel über Läufe. Gradientenzeilen sind Paare (Zeile, Prompt) mit Gradient. Alle Spalten außer den ersten beiden zählen den Anteil eines Laufs an den gemeinsamen Stufen, die er braucht; „mit gemeinsamen Stufen“ zählt sie ganz, als wäre der Lauf allein gewesen. Ein Durchgang ist ein Paar durch das Modell, vorwärts oder rückwärts. Der Höchststand des Speichers ist der des Prozesses oder Geräts.</translation>
        </message>
        <message>
            <source>Means over splits and seeds with half of Student's 95 % interval; of all targets, over those that were scored at every number of rows.</source>
            <translation>Mittel über Splits und Seeds mit dem halben 95-%-Intervall nach Student; von allen Zielen über die, die bei jeder Zeilenzahl bewertet wurden.</translation>
        </message>
        <message>
            <source>Median {0:,}, 95 % up to {1:,}, longest {2:,} tokens; up to {3:,} are kept.</source>
            <translation>Median {0:,}, 95 % bis {1:,}, längste {2:,} Tokens; bis {3:,} werden behalten.</translation>
        </message>
        <message>
            <source>Medicine</source>
            <translation>Medizin</translation>
        </message>
        <message>
            <source>Memory</source>
            <translation>Speicher</translation>
        </message>
        <message>
            <source>Memory: about {0:,.0f} MB are needed on '{1}' and {2:,.0f} MB are free. Close other programs, or choose a smaller model, bfloat16, or shorter inputs.</source>
            <translation>Speicher: Etwa {0:,.0f} MB werden auf „{1}“ gebraucht, {2:,.0f} MB sind frei. Andere Programme schließen oder ein kleineres Modell, bfloat16 oder kürzere Eingaben wählen.</translation>
        </message>
        <message>
            <source>Meta-learning</source>
            <translation>Meta-Lernen</translation>
        </message>
        <message>
            <source>Methods are compared over {0} of runs (targets times samples); {1} are needed before a test can reach 0.05, whatever the scores.</source>
            <translation>Methoden werden über Laufpaare verglichen (Ziele mal Stichproben): {0}; {1} sind nötig, bevor ein Test 0.05 erreichen kann, wie auch immer die Scores sind.</translation>
        </message>
        <message>
            <source>Mixture of sources</source>
            <translation>Mischung von Quellen</translation>
        </message>
        <message>
            <source>Mixture steps</source>
            <translation>Schritte der Mischung</translation>
        </message>
        <message>
            <source>Multiple choice</source>
            <translation>Multiple Choice</translation>
        </message>
        <message>
            <source>NDCG</source>
            <translation>NDCG</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>Nearest sources</source>
            <translation>Nächste Quellen</translation>
        </message>
        <message>
            <source>Nearest tokens</source>
            <translation>Nächste Tokens</translation>
        </message>
        <message>
            <source>Negative log prior</source>
            <translation>Negativer Log-Prior</translation>
        </message>
        <message>
            <source>Negative transfer</source>
            <translation>Negativer Transfer</translation>
        </message>
        <message>
            <source>Negative transfer: {0}</source>
            <translation>Negativer Transfer: {0}</translation>
        </message>
        <message>
            <source>Negative transfer: {0}.</source>
            <translation>Negativer Transfer: {0}.</translation>
        </message>
        <message>
            <source>Network learning rate</source>
            <translation>Lernrate des Netzes</translation>
        </message>
        <message>
            <source>Never open a connection, not even for a hub id, from the next start on.</source>
            <translation>Nie eine Verbindung öffnen, auch nicht für eine ID des Hubs, ab dem nächsten Start.</translation>
        </message>
        <message>
            <source>Nine of ten vocabulary tokens have norms from {0:.3g} to {1:.3g}</source>
            <translation>Neun von zehn Tokens des Vokabulars haben Normen von {0:.3g} bis {1:.3g}</translation>
        </message>
        <message>
            <source>No control is ticked. '{0}' tells what scores mean and trains nothing.</source>
            <translation>Keine Kontrolle ist angehakt. „{0}“ zeigt, was Scores bedeuten, und trainiert nichts.</translation>
        </message>
        <message>
            <source>No difference shown over {0}</source>
            <translation>Kein Unterschied gezeigt über {0}</translation>
        </message>
        <message>
            <source>No difference shown: mean and ranks point to different sides, so a few pairs make the mean; {0}</source>
            <translation>Kein Unterschied gezeigt: Mittel und Ränge weisen in verschiedene Richtungen, also machen wenige Paare das Mittel; {0}</translation>
        </message>
        <message>
            <source>No gains are shown: no control was scored on {0}.</source>
            <translation>Keine Gewinne gezeigt: Auf {0} wurde keine Kontrolle bewertet.</translation>
        </message>
        <message>
            <source>No gains are shown: the baseline '{0}' has no scores. Add it to the study.</source>
            <translation>Keine Gewinne gezeigt: Die Baseline „{0}“ hat keine Scores. Sie gehört mit in die Studie.</translation>
        </message>
        <message>
            <source>No gains are shown: the study has no control, such as a source prompt used unchanged. Add one.</source>
            <translation>Keine Gewinne gezeigt: Die Studie hat keine Kontrolle, etwa einen unverändert verwendeten Quell-Prompt. Eine hinzufügen.</translation>
        </message>
        <message>
            <source>No harm shown: {0}</source>
            <translation>Kein Schaden gezeigt: {0}</translation>
        </message>
        <message>
            <source>No source task is related to {0}: a control, where transfer should not help.</source>
            <translation>Keine Quellaufgabe ist mit {0} verwandt: eine Kontrolle, bei der Transfer nicht helfen sollte.</translation>
        </message>
        <message>
            <source>No training row has the class '{0}'.</source>
            <translation>Keine Trainingszeile hat die Klasse „{0}“.</translation>
        </message>
        <message>
            <source>None of the {0:,} rows of {1} has an answer: it is left out.</source>
            <translation>Keine der {0:,} Zeilen von {1} hat eine Antwort: Der Teil entfällt.</translation>
        </message>
        <message>
            <source>Normal noise on every particle's start, in units of the vocabulary's root mean square. Particles that start equal would stay equal.</source>
            <translation>Normalverteiltes Rauschen auf dem Start jedes Partikels, in Einheiten des quadratischen Mittels des Vokabulars. Partikel, die gleich beginnen, blieben gleich.</translation>
        </message>
        <message>
            <source>Normal noise on the factors' start, where their product is one. With a rank above 1 it is what makes the ranks differ.</source>
            <translation>Normalverteiltes Rauschen auf dem Start der Faktoren, bei dem ihr Produkt eins ist. Bei einem Rang über 1 unterscheiden sich die Ränge nur dadurch.</translation>
        </message>
        <message>
            <source>Normalise what the network adds to each virtual token; the paper's program does.</source>
            <translation>Normieren, was das Netz zu jedem virtuellen Token addiert; das Programm des Papers tut es.</translation>
        </message>
        <message>
            <source>Not a folder: would be fetched from the hub as {0}.</source>
            <translation>Kein Ordner: würde als {0} vom Hub geholt.</translation>
        </message>
        <message>
            <source>Not verified there yet: {0}.</source>
            <translation>Dort noch nicht geprüft: {0}.</translation>
        </message>
        <message>
            <source>Note: {0}</source>
            <translation>Hinweis: {0}</translation>
        </message>
        <message>
            <source>Number format</source>
            <translation>Zahlenformat</translation>
        </message>
        <message>
            <source>Number format of the backbone that a new study begins with.</source>
            <translation>Zahlenformat des Backbones, mit dem eine neue Studie beginnt.</translation>
        </message>
        <message>
            <source>One network per token</source>
            <translation>Ein Netz je Token</translation>
        </message>
        <message>
            <source>One start for all</source>
            <translation>Ein Start für alle</translation>
        </message>
        <message>
            <source>Only so many of a target's largest gates count, the others are 0; 0 takes all.</source>
            <translation>Nur so viele der größten Gates eines Ziels zählen, die anderen sind 0; 0 nimmt alle.</translation>
        </message>
        <message>
            <source>Only the first {0:,} rows of {1} were looked at.</source>
            <translation>Nur die ersten {0:,} Zeilen von {1} wurden angesehen.</translation>
        </message>
        <message>
            <source>Optimizer</source>
            <translation>Optimierer</translation>
        </message>
        <message>
            <source>Outer learning rate</source>
            <translation>Äußere Lernrate</translation>
        </message>
        <message>
            <source>Outer optimizer</source>
            <translation>Äußerer Optimierer</translation>
        </message>
        <message>
            <source>Outer steps</source>
            <translation>Äußere Schritte</translation>
        </message>
        <message>
            <source>Paraphrase</source>
            <translation>Paraphrase</translation>
        </message>
        <message>
            <source>Particle</source>
            <translation>Partikel</translation>
        </message>
        <message>
            <source>Particle noise</source>
            <translation>Rauschen der Partikel</translation>
        </message>
        <message>
            <source>Particles</source>
            <translation>Partikel</translation>
        </message>
        <message>
            <source>Particles on a fixed plane</source>
            <translation>Partikel auf einer festen Ebene</translation>
        </message>
        <message>
            <source>Particles on a fixed plane, across</source>
            <translation>Partikel auf einer festen Ebene, waagrecht</translation>
        </message>
        <message>
            <source>Particles on a fixed plane, up</source>
            <translation>Partikel auf einer festen Ebene, senkrecht</translation>
        </message>
        <message>
            <source>Parts</source>
            <translation>Teile</translation>
        </message>
        <message>
            <source>Posterior weight</source>
            <translation>Gewicht des Posteriors</translation>
        </message>
        <message>
            <source>Posterior width</source>
            <translation>Breite des Posteriors</translation>
        </message>
        <message>
            <source>Predictions</source>
            <translation>Vorhersagen</translation>
        </message>
        <message>
            <source>Prior weight</source>
            <translation>Gewicht des Priors</translation>
        </message>
        <message>
            <source>Prior width</source>
            <translation>Breite des Priors</translation>
        </message>
        <message>
            <source>Private prompts</source>
            <translation>Private Prompts</translation>
        </message>
        <message>
            <source>Probe</source>
            <translation>Probe</translation>
        </message>
        <message>
            <source>Probe steps</source>
            <translation>Schritte der Probe</translation>
        </message>
        <message>
            <source>Projection size</source>
            <translation>Größe der Projektion</translation>
        </message>
        <message>
            <source>Prompt learning rate</source>
            <translation>Lernrate des Prompts</translation>
        </message>
        <message>
            <source>Prompt of the run '{0}' ({1}) of the study '{2}'.</source>
            <translation>Prompt des Laufs „{0}“ ({1}) der Studie „{2}“.</translation>
        </message>
        <message>
            <source>Prompts and their optimisers</source>
            <translation>Prompts und ihre Optimierer</translation>
        </message>
        <message>
            <source>Prompts have different lengths ({0} virtual tokens); part of a difference between methods may be due to that.</source>
            <translation>Prompts sind verschieden lang ({0} virtuelle Tokens); ein Teil eines Unterschieds zwischen Methoden kann daher kommen.</translation>
        </message>
        <message>
            <source>Prompts that stand for the source posterior. The cost of a step grows with them.</source>
            <translation>Prompts, die für den Quell-Posterior stehen. Mit ihnen wachsen die Kosten eines Schritts.</translation>
        </message>
        <message>
            <source>Provenance</source>
            <translation>Herkunft</translation>
        </message>
        <message>
            <source>Published figures beside one's own</source>
            <translation>Veröffentlichte Werte neben den eigenen</translation>
        </message>
        <message>
            <source>Pull of the prompt towards zero, times the learning rate. Papers use 1e-5.</source>
            <translation>Zug des Prompts zur Null, mal Lernrate. In Papern 1e-5.</translation>
        </message>
        <message>
            <source>Python and its libraries</source>
            <translation>Python und seine Bibliotheken</translation>
        </message>
        <message>
            <source>Query loss before and after adaptation</source>
            <translation>Query-Verlust vor und nach der Anpassung</translation>
        </message>
        <message>
            <source>Query rows</source>
            <translation>Query-Zeilen</translation>
        </message>
        <message>
            <source>Question</source>
            <translation>Frage</translation>
        </message>
        <message>
            <source>Question answering</source>
            <translation>Fragen beantworten</translation>
        </message>
        <message>
            <source>Question type</source>
            <translation>Fragetyp</translation>
        </message>
        <message>
            <source>Raise 'Learning rate' (soft prompts need 0.1 or more) or 'Steps'.</source>
            <translation>„Lernrate“ (Soft-Prompts brauchen 0.1 oder mehr) oder „Schritte“ erhöhen.</translation>
        </message>
        <message>
            <source>Raise 'Learning rate' or set 'Initialisation' to label words.</source>
            <translation>„Lernrate“ erhöhen oder „Initialisierung“ auf Label-Wörter stellen.</translation>
        </message>
        <message>
            <source>Randomness of the gates in training; the paper's code uses 5 for very few rows.</source>
            <translation>Zufälligkeit der Gates im Training; der Code des Papers nimmt 5 bei sehr wenigen Zeilen.</translation>
        </message>
        <message>
            <source>Rank</source>
            <translation>Rang</translation>
        </message>
        <message>
            <source>Rank of the matrix by which a task scales the shared prompt; 1 in PEFT too.</source>
            <translation>Rang der Matrix, mit der eine Aufgabe den gemeinsamen Prompt skaliert; 1 auch in PEFT.</translation>
        </message>
        <message>
            <source>Rank r of what is added to the embeddings of the input. With m virtual tokens of width D and inputs of up to T tokens, m·D + (T + D)·r numbers are learnt; divided by D this is the length of a plain prompt of the same size. On T5-base (T = 256) m = 60 and r = 30 make the 76,800 numbers of a plain prompt of 100 tokens.</source>
            <translation>Rang r dessen, was zu den Embeddings der Eingabe addiert wird. Mit m virtuellen Tokens der Breite D und Eingaben bis T Tokens werden m·D + (T + D)·r Zahlen gelernt; geteilt durch D ist das die Länge eines einfachen Prompts gleicher Größe. Auf T5-base (T = 256) ergeben m = 60 und r = 30 die 76 800 Zahlen eines einfachen Prompts von 100 Tokens.</translation>
        </message>
        <message>
            <source>Readability</source>
            <translation>Lesbarkeit</translation>
        </message>
        <message>
            <source>Reasoning</source>
            <translation>Schlussfolgern</translation>
        </message>
        <message>
            <source>Regret@1</source>
            <translation>Regret@1</translation>
        </message>
        <message>
            <source>Relative movement of the particles by adaptation</source>
            <translation>Relative Bewegung der Partikel durch Anpassung</translation>
        </message>
        <message>
            <source>Relative movement of the prompt by adaptation</source>
            <translation>Relative Bewegung des Prompts durch Anpassung</translation>
        </message>
        <message>
            <source>Report every</source>
            <translation>Melden alle</translation>
        </message>
        <message>
            <source>Residual connection</source>
            <translation>Residualverbindung</translation>
        </message>
        <message>
            <source>Retrieval</source>
            <translation>Suche nach Quellen</translation>
        </message>
        <message>
            <source>Rewriting</source>
            <translation>Umschreiben</translation>
        </message>
        <message>
            <source>Route private prompts</source>
            <translation>Private Prompts gewichten</translation>
        </message>
        <message>
            <source>Router learning rate</source>
            <translation>Lernrate des Routers</translation>
        </message>
        <message>
            <source>Router normaliser</source>
            <translation>Normierung des Routers</translation>
        </message>
        <message>
            <source>Router temperature</source>
            <translation>Temperatur des Routers</translation>
        </message>
        <message>
            <source>Router weights</source>
            <translation>Gewichte des Routers</translation>
        </message>
        <message>
            <source>Rows</source>
            <translation>Zeilen</translation>
        </message>
        <message>
            <source>Rows are right answers, columns predictions. {0} of {1} rows are right ({2:.3f}).</source>
            <translation>Zeilen sind richtige Antworten, Spalten Vorhersagen. {0} von {1} Zeilen sind richtig ({2:.3f}).</translation>
        </message>
        <message>
            <source>Rows are sources, columns targets; {0}, {1}.</source>
            <translation>Zeilen sind Quellen, Spalten Ziele; {0}, {1}.</translation>
        </message>
        <message>
            <source>Rows by label</source>
            <translation>Zeilen je Label</translation>
        </message>
        <message>
            <source>Rows of a task in each inner step (the support); 2 to 4 in the paper.</source>
            <translation>Zeilen einer Aufgabe in jedem inneren Schritt (der Support); 2 bis 4 im Paper.</translation>
        </message>
        <message>
            <source>Rows of each task on which adapted particles are judged; none is in the support.</source>
            <translation>Zeilen jeder Aufgabe, an denen angepasste Partikel gemessen werden; keine ist im Support.</translation>
        </message>
        <message>
            <source>Rows of each task on which the adapted prompt is judged; none is in the support.</source>
            <translation>Zeilen jeder Aufgabe, an denen der angepasste Prompt gemessen wird; keine ist im Support.</translation>
        </message>
        <message>
            <source>Rows of every drawn source task in each step.</source>
            <translation>Zeilen jeder gezogenen Quellaufgabe in jedem Schritt.</translation>
        </message>
        <message>
            <source>Rows of every source task in each step.</source>
            <translation>Zeilen jeder Quellaufgabe in jedem Schritt.</translation>
        </message>
        <message>
            <source>Rows of every source task in each step; every particle sees them all.</source>
            <translation>Zeilen jeder Quellaufgabe in jedem Schritt; jedes Partikel sieht sie alle.</translation>
        </message>
        <message>
            <source>Rows of every target in each step.</source>
            <translation>Zeilen jedes Ziels in jedem Schritt.</translation>
        </message>
        <message>
            <source>Rows of the target task in each step.</source>
            <translation>Zeilen der Zielaufgabe in jedem Schritt.</translation>
        </message>
        <message>
            <source>Rows of {0} come from the hub: runs begin by fetching what is not on this machine.</source>
            <translation>Die Zeilen von {0} kommen vom Hub: Läufe holen zuerst, was auf diesem Rechner fehlt.</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>Lauf</translation>
        </message>
        <message>
            <source>Runs and shared stages</source>
            <translation>Läufe und gemeinsame Stufen</translation>
        </message>
        <message>
            <source>Runs that may not have learned</source>
            <translation>Läufe, die vielleicht nichts gelernt haben</translation>
        </message>
        <message>
            <source>Scale</source>
            <translation>Skala</translation>
        </message>
        <message>
            <source>Scaling</source>
            <translation>Skalierung</translation>
        </message>
        <message>
            <source>Schedule</source>
            <translation>Verlauf</translation>
        </message>
        <message>
            <source>Score every step</source>
            <translation>Bei jedem Schritt bewerten</translation>
        </message>
        <message>
            <source>Score every target on its test rows once more with one part of its prompt alone, and once more without it.</source>
            <translation>Jedes Ziel auf seinen Testzeilen noch einmal mit nur einem Teil seines Prompts bewerten und noch einmal ohne ihn.</translation>
        </message>
        <message>
            <source>Score every {0:,} steps</source>
            <translation>Alle {0:,} Schritte bewerten</translation>
        </message>
        <message>
            <source>Score over training rows</source>
            <translation>Score über Trainingszeilen</translation>
        </message>
        <message>
            <source>Score with one part alone</source>
            <translation>Score mit nur einem Teil</translation>
        </message>
        <message>
            <source>Score without one part</source>
            <translation>Score ohne einen Teil</translation>
        </message>
        <message>
            <source>Scores</source>
            <translation>Scores</translation>
        </message>
        <message>
            <source>Scores are means over splits and seeds with half of Student's 95 % interval, on test rows that were scored once. The baseline is '{0}'.</source>
            <translation>Scores sind Mittel über Splits und Seeds mit dem halben 95-%-Intervall nach Student, auf Testzeilen, die einmal bewertet wurden. Die Baseline ist „{0}“.</translation>
        </message>
        <message>
            <source>Scores are not those of the paper's protocol where a line stands here.</source>
            <translation>Wo hier eine Zeile steht, sind Scores nicht die des Protokolls im Paper.</translation>
        </message>
        <message>
            <source>Scoring, beyond training</source>
            <translation>Bewerten, über das Training hinaus</translation>
        </message>
        <message>
            <source>Sentiment</source>
            <translation>Stimmung</translation>
        </message>
        <message>
            <source>Setting</source>
            <translation>Einstellung</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <source>Settings that differ</source>
            <translation>Unterschiedliche Einstellungen</translation>
        </message>
        <message>
            <source>Shared prompt</source>
            <translation>Gemeinsamer Prompt</translation>
        </message>
        <message>
            <source>Shift learning rate</source>
            <translation>Lernrate der Verschiebung</translation>
        </message>
        <message>
            <source>Similarity</source>
            <translation>Ähnlichkeit</translation>
        </message>
        <message>
            <source>Similarity of a source's prompt to the target's own prompt, tuned from scratch; means over seeds. By target: which source to take; by source: where it helps.</source>
            <translation>Ähnlichkeit des Prompts einer Quelle mit dem eigenen, von Grund auf trainierten Prompt des Ziels; Mittel über Seeds. Nach Ziel: welche Quelle zu nehmen ist; nach Quelle: wo sie hilft.</translation>
        </message>
        <message>
            <source>Similarity of the sources</source>
            <translation>Ähnlichkeit der Quellen</translation>
        </message>
        <message>
            <source>Size of all texts, in percent of the system's.</source>
            <translation>Größe aller Texte, in Prozent der des Systems.</translation>
        </message>
        <message>
            <source>Size of the input shift</source>
            <translation>Größe der Verschiebung der Eingabe</translation>
        </message>
        <message>
            <source>Size of the router's updates. This is the fast one; 0.1 in the paper's code.</source>
            <translation>Größe der Aktualisierungen des Routers. Das ist die schnelle Lernrate; 0.1 im Code des Papers.</translation>
        </message>
        <message>
            <source>Size of the updates; soft prompts need far larger ones than weights do.</source>
            <translation>Größe der Aktualisierungen; Soft-Prompts brauchen weit größere als Gewichte.</translation>
        </message>
        <message>
            <source>Size of the updates; soft prompts need far larger ones than weights do. Factors start at one.</source>
            <translation>Größe der Aktualisierungen; Soft-Prompts brauchen weit größere als Gewichte. Faktoren beginnen bei eins.</translation>
        </message>
        <message>
            <source>Size of the updates; soft prompts need far larger ones than weights do. Factors start at the sources' mean.</source>
            <translation>Größe der Aktualisierungen; Soft-Prompts brauchen weit größere als Gewichte. Faktoren beginnen beim Mittel der Quellen.</translation>
        </message>
        <message>
            <source>Size of the updates; soft prompts need far larger ones than weights do. Prompt tuning was published with 0.3 and Adafactor.</source>
            <translation>Größe der Aktualisierungen; Soft-Prompts brauchen weit größere als Gewichte. Veröffentlicht ist Prompt-Tuning mit 0.3 und Adafactor.</translation>
        </message>
        <message>
            <source>Size of the updates; soft prompts need far larger ones than weights do. The paper uses 0.5 with Adafactor.</source>
            <translation>Größe der Aktualisierungen; Soft-Prompts brauchen weit größere als Gewichte. Im Paper 0.5 mit Adafactor.</translation>
        </message>
        <message>
            <source>Size of the updates; soft prompts need far larger ones than weights do. This is the attention network's own; the authors' configurations have 0.1.</source>
            <translation>Größe der Aktualisierungen; Soft-Prompts brauchen weit größere als Gewichte. Das ist die Lernrate des Attention-Netzes; in den Konfigurationen der Autoren 0.1.</translation>
        </message>
        <message>
            <source>Size of the updates; soft prompts need far larger ones than weights do. This is the network's own; the paper's program takes 0.3 for network and prompt alike.</source>
            <translation>Größe der Aktualisierungen; Soft-Prompts brauchen weit größere als Gewichte. Das ist die Lernrate des Netzes; das Programm des Papers nimmt 0.3 für Netz und Prompt.</translation>
        </message>
        <message>
            <source>Size of the updates; soft prompts need far larger ones than weights do. This is the rate of the two factors of the shift; published are 0.3, 0.005 and 0.0005 beside 0.3 or 0.4 for the prompt.</source>
            <translation>Größe der Aktualisierungen; Soft-Prompts brauchen weit größere als Gewichte. Das ist die Lernrate der beiden Faktoren der Verschiebung; veröffentlicht sind 0.3, 0.005 und 0.0005 neben 0.3 oder 0.4 für den Prompt.</translation>
        </message>
        <message>
            <source>Size of the updates; soft prompts need far larger ones than weights do. This is the slow one; the paper's code uses 0.05.</source>
            <translation>Größe der Aktualisierungen; Soft-Prompts brauchen weit größere als Gewichte. Das ist die langsame Lernrate; 0.05 im Code des Papers.</translation>
        </message>
        <message>
            <source>Source posterior</source>
            <translation>Quell-Posterior</translation>
        </message>
        <message>
            <source>Source prior</source>
            <translation>Quell-Prior</translation>
        </message>
        <message>
            <source>Source prior width</source>
            <translation>Breite des Quell-Priors</translation>
        </message>
        <message>
            <source>Source prompts</source>
            <translation>Quell-Prompts</translation>
        </message>
        <message>
            <source>Source task</source>
            <translation>Quellaufgabe</translation>
        </message>
        <message>
            <source>Source task to start from</source>
            <translation>Quellaufgabe für den Start</translation>
        </message>
        <message>
            <source>Source tasks (episodes) in each outer step. The paper uses 2.</source>
            <translation>Quellaufgaben (Episoden) in jedem äußeren Schritt. Im Paper 2.</translation>
        </message>
        <message>
            <source>Source tasks drawn for each step; empty takes all of them.</source>
            <translation>Quellaufgaben, die für jeden Schritt gezogen werden; leer nimmt alle.</translation>
        </message>
        <message>
            <source>Source tasks with signs and factors, such as film_sentiment + 0.5*food_grammar - work_entailment. A negated task is unlearned.</source>
            <translation>Quellaufgaben mit Vorzeichen und Faktoren, etwa film_sentiment + 0.5*food_grammar - work_entailment. Eine negative Aufgabe wird verlernt.</translation>
        </message>
        <message>
            <source>Source tasks: {0}.</source>
            <translation>Quellaufgaben: {0}.</translation>
        </message>
        <message>
            <source>Sources per target</source>
            <translation>Quellen je Ziel</translation>
        </message>
        <message>
            <source>Spam</source>
            <translation>Spam</translation>
        </message>
        <message>
            <source>Spearman, by source</source>
            <translation>Spearman, nach Quelle</translation>
        </message>
        <message>
            <source>Spearman, by target</source>
            <translation>Spearman, nach Ziel</translation>
        </message>
        <message>
            <source>Stance</source>
            <translation>Haltung</translation>
        </message>
        <message>
            <source>Standard deviation of normal numbers, or largest size of uniform ones.</source>
            <translation>Standardabweichung normalverteilter Zahlen oder größter Betrag gleichverteilter.</translation>
        </message>
        <message>
            <source>Standard deviation of the Gaussian source prior, per coordinate.</source>
            <translation>Standardabweichung des Gauß-Priors der Quellen, je Koordinate.</translation>
        </message>
        <message>
            <source>Standard deviation of the posterior's Gaussians around the particles.</source>
            <translation>Standardabweichung der Gauß-Glocken des Posteriors um die Partikel.</translation>
        </message>
        <message>
            <source>Standard deviation of the prior, per coordinate; its floor for the fitted form.</source>
            <translation>Standardabweichung des Priors, je Koordinate; in der angepassten Form ihr kleinster Wert.</translation>
        </message>
        <message>
            <source>Start of the private prompts: the mean of the source prompts, sampled vocabulary, zeros (neutral for a sum) or ones (neutral for a product).</source>
            <translation>Start der privaten Prompts: das Mittel der Quell-Prompts, gezogenes Vokabular, Nullen (neutral für eine Summe) oder Einsen (neutral für ein Produkt).</translation>
        </message>
        <message>
            <source>Starts the target's prompt from the source prompts that are most like it.</source>
            <translation>Beginnt den Prompt des Ziels mit den Quell-Prompts, die ihm am ähnlichsten sind.</translation>
        </message>
        <message>
            <source>Stay offline</source>
            <translation>Offline bleiben</translation>
        </message>
        <message>
            <source>Step</source>
            <translation>Schritt</translation>
        </message>
        <message>
            <source>Step size of the adaptation, plain SGD.</source>
            <translation>Schrittweite der Anpassung, einfaches SGD.</translation>
        </message>
        <message>
            <source>Step size of the adaptation, plain SGD. The paper's 3e-5 moves a prompt by nothing that counts, so that MAML and FoMAML become training on the query rows; watch 'movement', and the query loss before and after.</source>
            <translation>Schrittweite der Anpassung, einfaches SGD. Die 3e-5 des Papers bewegen einen Prompt kaum, sodass MAML und FoMAML zum Training auf den Query-Zeilen werden; die Bewegung und den Query-Verlust vorher und nachher beobachten.</translation>
        </message>
        <message>
            <source>Steps</source>
            <translation>Schritte</translation>
        </message>
        <message>
            <source>Steps between looks at the validation loss of the k prompts.</source>
            <translation>Schritte zwischen zwei Blicken auf den Validierungsverlust der k Prompts.</translation>
        </message>
        <message>
            <source>Steps of the short run whose prompt stands for the target in similarities.</source>
            <translation>Schritte des kurzen Laufs, dessen Prompt bei Ähnlichkeiten für das Ziel steht.</translation>
        </message>
        <message>
            <source>Steps of the short run whose vector stands for the target.</source>
            <translation>Schritte des kurzen Laufs, dessen Vektor für das Ziel steht.</translation>
        </message>
        <message>
            <source>Steps over which the learning rate rises to its full value.</source>
            <translation>Schritte, über die die Lernrate auf ihren vollen Wert steigt.</translation>
        </message>
        <message>
            <source>Subjectivity</source>
            <translation>Subjektivität</translation>
        </message>
        <message>
            <source>Sum of vectors</source>
            <translation>Summe von Vektoren</translation>
        </message>
        <message>
            <source>Summary</source>
            <translation>Zusammenfassung</translation>
        </message>
        <message>
            <source>Target inference</source>
            <translation>Inferenz auf dem Ziel</translation>
        </message>
        <message>
            <source>Target prior</source>
            <translation>Ziel-Prior</translation>
        </message>
        <message>
            <source>Target prompt</source>
            <translation>Ziel-Prompt</translation>
        </message>
        <message>
            <source>Target tuning</source>
            <translation>Training auf dem Ziel</translation>
        </message>
        <message>
            <source>Tasks per step</source>
            <translation>Aufgaben je Schritt</translation>
        </message>
        <message>
            <source>Tells the frozen model the task in words; nothing is trained.</source>
            <translation>Sagt dem eingefrorenen Modell die Aufgabe in Worten; nichts wird trainiert.</translation>
        </message>
        <message>
            <source>Text size</source>
            <translation>Textgröße</translation>
        </message>
        <message>
            <source>The class '{0}' is rare: {1:,} of {2:,} training rows.</source>
            <translation>Die Klasse „{0}“ ist selten: {1:,} von {2:,} Trainingszeilen.</translation>
        </message>
        <message>
            <source>The column '{0}' is empty in {1:,} rows.</source>
            <translation>Die Spalte „{0}“ ist in {1:,} Zeilen leer.</translation>
        </message>
        <message>
            <source>The columns and labels are those of the catalogue's task '{0}': its card is taken.</source>
            <translation>Spalten und Labels sind die der Katalog-Aufgabe „{0}“: Deren Karte wird genommen.</translation>
        </message>
        <message>
            <source>The columns are those of the task '{0}': its template is taken.</source>
            <translation>Die Spalten sind die der Aufgabe „{0}“: Deren Vorlage wird genommen.</translation>
        </message>
        <message>
            <source>The labels are numbers: give them words, such as 0=bad,1=good (option --labels).</source>
            <translation>Die Labels sind Zahlen: Wörter dafür angeben, etwa 0=schlecht,1=gut (Option --labels).</translation>
        </message>
        <message>
            <source>The last validation accuracy, {0:.3f}, is that of always naming the most frequent class.</source>
            <translation>Die letzte Genauigkeit auf der Validierung, {0:.3f}, ist die, wenn immer die häufigste Klasse genannt wird.</translation>
        </message>
        <message>
            <source>The names of the labels come with the data.</source>
            <translation>Die Namen der Labels kommen mit den Daten.</translation>
        </message>
        <message>
            <source>The prompt starts as the embeddings of this text, repeated or cut to its length.</source>
            <translation>Der Prompt beginnt mit den Embeddings dieses Textes, auf seine Länge wiederholt oder gekürzt.</translation>
        </message>
        <message>
            <source>The prompt's norm went from {0:.3g} to {1:.3g}.</source>
            <translation>Die Norm des Prompts ging von {0:.3g} auf {1:.3g}.</translation>
        </message>
        <message>
            <source>The query loss before adaptation is asked for every so many steps; it costs forward passes only.</source>
            <translation>Alle so vielen Schritte wird der Query-Verlust vor der Anpassung gemessen; das kostet nur Vorwärtsdurchgänge.</translation>
        </message>
        <message>
            <source>The source task at whose prompt the target's own prompt starts.</source>
            <translation>Die Quellaufgabe, bei deren Prompt der eigene Prompt des Ziels beginnt.</translation>
        </message>
        <message>
            <source>The source task whose prompt is taken.</source>
            <translation>Die Quellaufgabe, deren Prompt genommen wird.</translation>
        </message>
        <message>
            <source>The source task whose prompt is used; empty takes the one with the smallest loss on the target's validation rows.</source>
            <translation>Die Quellaufgabe, deren Prompt verwendet wird; leer nimmt die mit dem kleinsten Verlust auf den Validierungszeilen des Ziels.</translation>
        </message>
        <message>
            <source>The target's own prompt is added whole in any case; with this, the attention weighs it beside the source prompts once more, as in the authors' program.</source>
            <translation>Der eigene Prompt des Ziels wird in jedem Fall ganz addiert; hiermit gewichtet ihn die Attention noch einmal neben den Quell-Prompts, wie im Programm der Autoren.</translation>
        </message>
        <message>
            <source>The target's start: the particles' mean, the particle with the smallest loss on the first target batch, or their mean weighted by these losses.</source>
            <translation>Der Start des Ziels: das Mittel der Partikel, das Partikel mit dem kleinsten Verlust auf dem ersten Batch des Ziels oder ihr mit diesen Verlusten gewichtetes Mittel.</translation>
        </message>
        <message>
            <source>The training '{0}' rises, from {1:.3g} to {2:.3g}.</source>
            <translation>„{0}“ steigt im Training, von {1:.3g} auf {2:.3g}.</translation>
        </message>
        <message>
            <source>The two principal components of the prompts' directions; norms do not count.</source>
            <translation>Die beiden Hauptkomponenten der Richtungen der Prompts; Normen zählen nicht.</translation>
        </message>
        <message>
            <source>The validation score of the prompt that a run would keep if it were ended at the budget, over the runs that all methods have. Source stages are not counted; methods whose targets are trained in a joint stage have no rows of their own and are left out.</source>
            <translation>Der Validierungs-Score des Prompts, den ein Lauf behielte, wenn er beim Budget endete, über die Läufe, die alle Methoden haben. Quellstufen zählen nicht; Methoden, deren Ziele in einer gemeinsamen Stufe trainiert werden, haben keine eigenen Zeilen und entfallen.</translation>
        </message>
        <message>
            <source>The validation {0} stays at {1:.3f} over {2} evaluations: it never moves by more than one example.</source>
            <translation>„{0}“ bleibt auf der Validierung über {2} Bewertungen bei {1:.3f}: nie eine Bewegung um mehr als ein Beispiel.</translation>
        </message>
        <message>
            <source>The {0} of some tasks, '{1}' among them, are not known here; they are assumed.</source>
            <translation>Von einigen Aufgaben, darunter „{1}“, sind die {0} hier nicht bekannt; sie werden angenommen.</translation>
        </message>
        <message>
            <source>Theme</source>
            <translation>Farbschema</translation>
        </message>
        <message>
            <source>There are {0} pairs to compare ({1})</source>
            <translation>Es gibt {0} Paare zum Vergleichen ({1})</translation>
        </message>
        <message>
            <source>There is 1 pair to compare ({1})</source>
            <translation>Es gibt 1 Paar zum Vergleichen ({1})</translation>
        </message>
        <message>
            <source>There is no '{0}' on this machine.</source>
            <translation>„{0}“ gibt es auf diesem Rechner nicht.</translation>
        </message>
        <message>
            <source>There is no task card for {0}.</source>
            <translation>Es gibt keine Aufgabenkarte für {0}.</translation>
        </message>
        <message>
            <source>This machine has no device {0}. It has {1}.</source>
            <translation>Dieser Rechner hat kein Gerät {0}. Er hat {1}.</translation>
        </message>
        <message>
            <source>Threads</source>
            <translation>Threads</translation>
        </message>
        <message>
            <source>Tick {0}</source>
            <translation>{0} anhaken</translation>
        </message>
        <message>
            <source>Time: from 1 job of this workspace with the same model on the same device.</source>
            <translation>Zeit: aus 1 Auftrag dieses Arbeitsbereichs mit demselben Modell auf demselben Gerät.</translation>
        </message>
        <message>
            <source>Time: from {0:,} jobs of this workspace with the same model on the same device.</source>
            <translation>Zeit: aus {0:,} Aufträgen dieses Arbeitsbereichs mit demselben Modell auf demselben Gerät.</translation>
        </message>
        <message>
            <source>Time: not known; nothing was measured on '{0}' in this workspace yet.</source>
            <translation>Zeit: nicht bekannt; auf „{0}“ wurde in diesem Arbeitsbereich noch nichts gemessen.</translation>
        </message>
        <message>
            <source>Time: rough, nothing was measured with this model on this machine yet; from its size and {0:,.0f} billion operations a second of one core.</source>
            <translation>Zeit: grob, mit diesem Modell wurde auf diesem Rechner noch nichts gemessen; aus seiner Größe und {0:,.0f} Milliarden Operationen je Sekunde eines Kerns.</translation>
        </message>
        <message>
            <source>Times the token width, this divides the attention's scores: more makes the weights equal. The authors' program has 2.718, with which they stay almost equal where embeddings are of size one.</source>
            <translation>Mal der Token-Breite teilt dies die Werte der Attention: Mehr macht die Gewichte gleich. Im Programm der Autoren 2.718; damit bleiben sie fast gleich, wo Embeddings die Größe eins haben.</translation>
        </message>
        <message>
            <source>Tokens count in forward passes; a gradient is two.</source>
            <translation>Tokens zählen in Vorwärtsdurchgängen; ein Gradient ist zwei.</translation>
        </message>
        <message>
            <source>Tokens of the inputs</source>
            <translation>Tokens der Eingaben</translation>
        </message>
        <message>
            <source>Too few to tell: {0} has {1} repetitions of no less a budget, {2} are needed.</source>
            <translation>Zu wenige für ein Urteil: {0} hat {1} Wiederholungen mit nicht kleinerem Budget, {2} sind nötig.</translation>
        </message>
        <message>
            <source>Topic</source>
            <translation>Thema</translation>
        </message>
        <message>
            <source>Train in the window's process</source>
            <translation>Im Prozess des Fensters trainieren</translation>
        </message>
        <message>
            <source>Train one prompt on each source task first, and teach the shared prompt to make the model answer as it does with them.</source>
            <translation>Zuerst auf jeder Quellaufgabe einen Prompt trainieren und dann dem gemeinsamen Prompt beibringen, das Modell so antworten zu lassen wie mit diesen.</translation>
        </message>
        <message>
            <source>Train source prompts</source>
            <translation>Quell-Prompts mit trainieren</translation>
        </message>
        <message>
            <source>Train the normalisation</source>
            <translation>Normierung mit trainieren</translation>
        </message>
        <message>
            <source>Train the shared prompt</source>
            <translation>Gemeinsamen Prompt mit trainieren</translation>
        </message>
        <message>
            <source>Trains all targets together: a router mixes shared source prompts for each target and adds a prompt of its own.</source>
            <translation>Trainiert alle Ziele zusammen: Ein Router mischt für jedes Ziel gemeinsame Quell-Prompts und fügt einen eigenen Prompt hinzu.</translation>
        </message>
        <message>
            <source>Transfer: {0}</source>
            <translation>Transfer: {0}</translation>
        </message>
        <message>
            <source>Tune the combined prompt on the target, or use it as it is.</source>
            <translation>Den kombinierten Prompt auf dem Ziel weiter trainieren oder verwenden, wie er ist.</translation>
        </message>
        <message>
            <source>Understood as</source>
            <translation>Erkannt als</translation>
        </message>
        <message>
            <source>Use</source>
            <translation>Verwendung</translation>
        </message>
        <message>
            <source>Use 1 shot</source>
            <translation>1 Shot verwenden</translation>
        </message>
        <message>
            <source>Use auto</source>
            <translation>Gerät automatisch wählen</translation>
        </message>
        <message>
            <source>Use natural label words</source>
            <translation>Natürliche Label-Wörter verwenden</translation>
        </message>
        <message>
            <source>Use {0} seeds</source>
            <translation>{0} Seeds verwenden</translation>
        </message>
        <message>
            <source>Use {0} shots</source>
            <translation>{0} Shots verwenden</translation>
        </message>
        <message>
            <source>Use {0} split seeds</source>
            <translation>{0} Split-Seeds verwenden</translation>
        </message>
        <message>
            <source>Uses a source task's prompt on the target without any further training.</source>
            <translation>Verwendet den Prompt einer Quellaufgabe auf dem Ziel, ohne weiteres Training.</translation>
        </message>
        <message>
            <source>Validation score at equal gradient rows</source>
            <translation>Validierungs-Score bei gleich vielen Gradientenzeilen</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>Wert</translation>
        </message>
        <message>
            <source>Virtual tokens</source>
            <translation>Virtuelle Tokens</translation>
        </message>
        <message>
            <source>Warm-up steps</source>
            <translation>Aufwärmschritte</translation>
        </message>
        <message>
            <source>Weigh the private prompt by the router too; if not, its weight is always 1.</source>
            <translation>Auch den privaten Prompt durch den Router gewichten; sonst ist sein Gewicht immer 1.</translation>
        </message>
        <message>
            <source>Weight decay</source>
            <translation>Gewichtsabnahme</translation>
        </message>
        <message>
            <source>Weight of the answers</source>
            <translation>Gewicht der Antworten</translation>
        </message>
        <message>
            <source>Weight of the hidden states</source>
            <translation>Gewicht der verborgenen Zustände</translation>
        </message>
        <message>
            <source>Weight of the sources</source>
            <translation>Gewicht der Quellen</translation>
        </message>
        <message>
            <source>Weighted negative log posterior</source>
            <translation>Gewichteter negativer Log-Posterior</translation>
        </message>
        <message>
            <source>Weights are softmax(-loss / temperature): near 0 the best particle alone counts.</source>
            <translation>Gewichte sind softmax(-Verlust / Temperatur): Nahe 0 zählt nur das beste Partikel.</translation>
        </message>
        <message>
            <source>Weights copied for gradients</source>
            <translation>Gewichte, für Gradienten kopiert</translation>
        </message>
        <message>
            <source>Weights in {0} need a CUDA device, and this study would run without one.</source>
            <translation>Gewichte in {0} brauchen ein CUDA-Gerät, und diese Studie würde ohne eines laufen.</translation>
        </message>
        <message>
            <source>Weights of the model</source>
            <translation>Gewichte des Modells</translation>
        </message>
        <message>
            <source>Weights sum to one</source>
            <translation>Gewichte mit Summe eins</translation>
        </message>
        <message>
            <source>What a target's prompt is made of: shared source prompts, a private one, or both.</source>
            <translation>Woraus der Prompt eines Ziels besteht: aus gemeinsamen Quell-Prompts, einem privaten oder beiden.</translation>
        </message>
        <message>
            <source>What is believed before the sources: nothing, or a Gaussian around zero.</source>
            <translation>Was vor den Quellen angenommen wird: nichts oder eine Gauß-Glocke um null.</translation>
        </message>
        <message>
            <source>What the model is told; empty takes the instruction of the task's card. It stands where the backbone's settings put prompts: before the input, or behind it.</source>
            <translation>Was dem Modell gesagt wird; leer nimmt die Anweisung der Aufgabenkarte. Sie steht dort, wo das Backbone Prompts hat: vor der Eingabe oder dahinter.</translation>
        </message>
        <message>
            <source>What the nearest sources are for: the nearest starts the target; each of k starts one of k prompts of which the best on validation rows is kept; their mean, weighted by similarity, starts it; or one prompt is trained on the rows of all k first.</source>
            <translation>Wozu die nächsten Quellen dienen: Mit der nächsten beginnt das Ziel; mit jeder von k beginnt einer von k Prompts, von denen der auf Validierungszeilen beste bleibt; das Ziel beginnt mit ihrem nach Ähnlichkeit gewichteten Mittel; oder zuerst wird ein Prompt auf den Zeilen aller k trainiert.</translation>
        </message>
        <message>
            <source>What the sources say of the target's prompt: a mixture of Gaussians around the particles, its bound (a pull to their mean), a Gaussian fitted to them, or nothing.</source>
            <translation>Was die Quellen über den Prompt des Ziels sagen: eine Mischung von Gauß-Glocken um die Partikel, ihre Schranke (ein Zug zum Mittel), eine an sie angepasste Gauß-Glocke oder nichts.</translation>
        </message>
        <message>
            <source>What the study takes</source>
            <translation>Was die Studie braucht</translation>
        </message>
        <message>
            <source>Where annealing ends. Near 0 gates are 0 or 1; 0.001 in the paper's code.</source>
            <translation>Wo die Abkühlung endet. Nahe 0 sind Gates 0 oder 1; 0.001 im Code des Papers.</translation>
        </message>
        <message>
            <source>Where prompts start: embeddings of frequent tokens, of any tokens, of label words or of the tasks' names (the rest filled with frequent tokens), of a text of your own, or random numbers.</source>
            <translation>Womit Prompts beginnen: mit Embeddings häufiger Tokens, beliebiger Tokens, von Label-Wörtern oder Aufgabennamen (der Rest mit häufigen Tokens gefüllt), eines eigenen Textes oder mit Zufallszahlen.</translation>
        </message>
        <message>
            <source>Where the study differs from its paper</source>
            <translation>Worin die Studie von ihrem Paper abweicht</translation>
        </message>
        <message>
            <source>Where the target's own prompt starts: at the mean of the source prompts, at the first one (as in the authors' program), at a named one, or at sampled vocabulary.</source>
            <translation>Wo der eigene Prompt des Ziels beginnt: beim Mittel der Quell-Prompts, beim ersten (wie im Programm der Autoren), bei einem benannten oder bei gezogenem Vokabular.</translation>
        </message>
        <message>
            <source>Whose vectors are added: those of all sources, of the sources nearest to a short run of the target's own, or a sum that you write.</source>
            <translation>Wessen Vektoren addiert werden: die aller Quellen, die der Quellen, die einem kurzen eigenen Lauf des Ziels am nächsten sind, oder eine selbst geschriebene Summe.</translation>
        </message>
        <message>
            <source>Width of the attention network's hidden layer; 100 in the authors' program.</source>
            <translation>Breite der verborgenen Schicht des Attention-Netzes; 100 im Programm der Autoren.</translation>
        </message>
        <message>
            <source>Width of the kernel: from the median distance of the particles, or a number.</source>
            <translation>Breite des Kernels: aus dem Median der Abstände der Partikel oder eine Zahl.</translation>
        </message>
        <message>
            <source>Width of the network's hidden layer; 800 in the paper's program. It is needed in training alone, so it costs nothing afterwards.</source>
            <translation>Breite der verborgenen Schicht des Netzes; 800 im Programm des Papers. Gebraucht wird sie nur im Training, danach kostet sie nichts.</translation>
        </message>
        <message>
            <source>Window {0}</source>
            <translation>Fenster {0}</translation>
        </message>
        <message>
            <source>Word sense</source>
            <translation>Wortbedeutung</translation>
        </message>
        <message>
            <source>Worker {0}</source>
            <translation>Arbeitsprozess {0}</translation>
        </message>
        <message>
            <source>Worse by {0:.1f} points over {1}</source>
            <translation>Schlechter um {0:.1f} Punkte über {1}</translation>
        </message>
        <message>
            <source>a CSV file</source>
            <translation>eine CSV-Datei</translation>
        </message>
        <message>
            <source>a CrossFit folder</source>
            <translation>ein CrossFit-Ordner</translation>
        </message>
        <message>
            <source>a JSON Lines file</source>
            <translation>eine JSON-Lines-Datei</translation>
        </message>
        <message>
            <source>a JSON document</source>
            <translation>ein JSON-Dokument</translation>
        </message>
        <message>
            <source>a JSON document with splits</source>
            <translation>ein JSON-Dokument mit Splits</translation>
        </message>
        <message>
            <source>a JSON list</source>
            <translation>eine JSON-Liste</translation>
        </message>
        <message>
            <source>a Natural-Instructions task</source>
            <translation>eine Aufgabe von Natural Instructions</translation>
        </message>
        <message>
            <source>a Parquet file</source>
            <translation>eine Parquet-Datei</translation>
        </message>
        <message>
            <source>a TSV file</source>
            <translation>eine TSV-Datei</translation>
        </message>
        <message>
            <source>a data set of the hub</source>
            <translation>ein Datensatz des Hubs</translation>
        </message>
        <message>
            <source>a data set saved by `datasets`</source>
            <translation>ein von `datasets` gespeicherter Datensatz</translation>
        </message>
        <message>
            <source>a file in SQuAD's format</source>
            <translation>eine Datei im Format von SQuAD</translation>
        </message>
        <message>
            <source>a folder of {0} files</source>
            <translation>ein Ordner mit {0}-Dateien</translation>
        </message>
        <message>
            <source>about {0} to {1} {2}</source>
            <translation>etwa {0} bis {1} {2}</translation>
        </message>
        <message>
            <source>about {0} {1}</source>
            <translation>etwa {0} {1}</translation>
        </message>
        <message>
            <source>accuracy</source>
            <translation>Genauigkeit</translation>
        </message>
        <message>
            <source>adafactor</source>
            <translation>Adafactor</translation>
        </message>
        <message>
            <source>adamw</source>
            <translation>AdamW</translation>
        </message>
        <message>
            <source>against</source>
            <translation>gegen</translation>
        </message>
        <message>
            <source>against baseline</source>
            <translation>gegen Baseline</translation>
        </message>
        <message>
            <source>all</source>
            <translation>alle</translation>
        </message>
        <message>
            <source>an Arrow file</source>
            <translation>eine Arrow-Datei</translation>
        </message>
        <message>
            <source>answer</source>
            <translation>Antwort</translation>
        </message>
        <message>
            <source>answers</source>
            <translation>Antworten</translation>
        </message>
        <message>
            <source>at every step</source>
            <translation>bei jedem Schritt</translation>
        </message>
        <message>
            <source>attempt</source>
            <translation>Versuch</translation>
        </message>
        <message>
            <source>auto</source>
            <translation>automatisch</translation>
        </message>
        <message>
            <source>average relative gain</source>
            <translation>mittlerer relativer Gewinn</translation>
        </message>
        <message>
            <source>backbone</source>
            <translation>Backbone</translation>
        </message>
        <message>
            <source>baseline</source>
            <translation>Baseline</translation>
        </message>
        <message>
            <source>batches</source>
            <translation>Batches</translation>
        </message>
        <message>
            <source>because</source>
            <translation>weil</translation>
        </message>
        <message>
            <source>begun from</source>
            <translation>begonnen bei</translation>
        </message>
        <message>
            <source>best</source>
            <translation>bester</translation>
        </message>
        <message>
            <source>best of k</source>
            <translation>bester von k</translation>
        </message>
        <message>
            <source>better</source>
            <translation>besser</translation>
        </message>
        <message>
            <source>bfloat16</source>
            <translation>bfloat16</translation>
        </message>
        <message>
            <source>both</source>
            <translation>beide</translation>
        </message>
        <message>
            <source>bound</source>
            <translation>Schranke</translation>
        </message>
        <message>
            <source>busy</source>
            <translation>arbeitet</translation>
        </message>
        <message>
            <source>calibration error</source>
            <translation>Kalibrierungsfehler</translation>
        </message>
        <message>
            <source>cancelled</source>
            <translation>abgebrochen</translation>
        </message>
        <message>
            <source>cells</source>
            <translation>Zellen</translation>
        </message>
        <message>
            <source>code</source>
            <translation>Code</translation>
        </message>
        <message>
            <source>column '{0}'</source>
            <translation>Spalte „{0}“</translation>
        </message>
        <message>
            <source>compute time</source>
            <translation>Rechenzeit</translation>
        </message>
        <message>
            <source>concat</source>
            <translation>aneinander</translation>
        </message>
        <message>
            <source>constant</source>
            <translation>konstant</translation>
        </message>
        <message>
            <source>content of the job</source>
            <translation>Inhalt des Auftrags</translation>
        </message>
        <message>
            <source>contrast</source>
            <translation>hoher Kontrast</translation>
        </message>
        <message>
            <source>cosine</source>
            <translation>Kosinus</translation>
        </message>
        <message>
            <source>cpu</source>
            <translation>CPU</translation>
        </message>
        <message>
            <source>cuda</source>
            <translation>CUDA</translation>
        </message>
        <message>
            <source>dark</source>
            <translation>dunkel</translation>
        </message>
        <message>
            <source>data of {0}</source>
            <translation>Daten von {0}</translation>
        </message>
        <message>
            <source>de</source>
            <translation>Deutsch</translation>
        </message>
        <message>
            <source>device</source>
            <translation>Gerät</translation>
        </message>
        <message>
            <source>effect size d</source>
            <translation>Effektstärke d</translation>
        </message>
        <message>
            <source>en</source>
            <translation>Englisch</translation>
        </message>
        <message>
            <source>ended</source>
            <translation>beendet</translation>
        </message>
        <message>
            <source>error</source>
            <translation>Fehler</translation>
        </message>
        <message>
            <source>error reduction</source>
            <translation>Fehlerreduktion</translation>
        </message>
        <message>
            <source>euclidean</source>
            <translation>euklidisch</translation>
        </message>
        <message>
            <source>euclidean pairwise</source>
            <translation>euklidisch, paarweise</translation>
        </message>
        <message>
            <source>every {0:,} steps</source>
            <translation>alle {0:,} Schritte</translation>
        </message>
        <message>
            <source>exact</source>
            <translation>exakt</translation>
        </message>
        <message>
            <source>exact match</source>
            <translation>Exact Match</translation>
        </message>
        <message>
            <source>fact</source>
            <translation>Angabe</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>gescheitert</translation>
        </message>
        <message>
            <source>finding</source>
            <translation>Befund</translation>
        </message>
        <message>
            <source>finished</source>
            <translation>fertig</translation>
        </message>
        <message>
            <source>first</source>
            <translation>erster</translation>
        </message>
        <message>
            <source>fitted</source>
            <translation>angepasst</translation>
        </message>
        <message>
            <source>fixed</source>
            <translation>fest</translation>
        </message>
        <message>
            <source>flat</source>
            <translation>flach</translation>
        </message>
        <message>
            <source>flatten</source>
            <translation>ausgerollt</translation>
        </message>
        <message>
            <source>float32</source>
            <translation>float32</translation>
        </message>
        <message>
            <source>fomaml</source>
            <translation>FoMAML</translation>
        </message>
        <message>
            <source>from</source>
            <translation>aus</translation>
        </message>
        <message>
            <source>full vocabulary</source>
            <translation>ganzes Vokabular</translation>
        </message>
        <message>
            <source>gain over scratch</source>
            <translation>Gewinn gegenüber Training von Grund auf</translation>
        </message>
        <message>
            <source>gaussian</source>
            <translation>Gauß</translation>
        </message>
        <message>
            <source>generated accuracy</source>
            <translation>Genauigkeit freier Antworten</translation>
        </message>
        <message>
            <source>gradient rows</source>
            <translation>Gradientenzeilen</translation>
        </message>
        <message>
            <source>greatest</source>
            <translation>größter</translation>
        </message>
        <message>
            <source>h in exp(-distance² / h); distances grow with the size of the prompt.</source>
            <translation>h in exp(-Abstand² / h); Abstände wachsen mit der Größe des Prompts.</translation>
        </message>
        <message>
            <source>here</source>
            <translation>hier</translation>
        </message>
        <message>
            <source>how much</source>
            <translation>wie viel</translation>
        </message>
        <message>
            <source>identity</source>
            <translation>Kennung</translation>
        </message>
        <message>
            <source>in its folder</source>
            <translation>in seinem Ordner</translation>
        </message>
        <message>
            <source>in the local cache of the hub</source>
            <translation>im lokalen Zwischenspeicher des Hubs</translation>
        </message>
        <message>
            <source>in the paper</source>
            <translation>im Paper</translation>
        </message>
        <message>
            <source>in turn</source>
            <translation>nacheinander</translation>
        </message>
        <message>
            <source>in words</source>
            <translation>in Worten</translation>
        </message>
        <message>
            <source>info</source>
            <translation>Info</translation>
        </message>
        <message>
            <source>initialise</source>
            <translation>als Start</translation>
        </message>
        <message>
            <source>input</source>
            <translation>Eingabe</translation>
        </message>
        <message>
            <source>interrupted</source>
            <translation>unterbrochen</translation>
        </message>
        <message>
            <source>invalid rate</source>
            <translation>Ungültige Antworten</translation>
        </message>
        <message>
            <source>joint</source>
            <translation>gemeinsam</translation>
        </message>
        <message>
            <source>label</source>
            <translation>Label</translation>
        </message>
        <message>
            <source>label words</source>
            <translation>Label-Wörter</translation>
        </message>
        <message>
            <source>labels</source>
            <translation>Labels</translation>
        </message>
        <message>
            <source>largest influence</source>
            <translation>größter Einfluss</translation>
        </message>
        <message>
            <source>last</source>
            <translation>letzter</translation>
        </message>
        <message>
            <source>last step</source>
            <translation>letzter Schritt</translation>
        </message>
        <message>
            <source>least</source>
            <translation>kleinster</translation>
        </message>
        <message>
            <source>left out</source>
            <translation>weggelassen</translation>
        </message>
        <message>
            <source>lengths</source>
            <translation>Längen</translation>
        </message>
        <message>
            <source>light</source>
            <translation>hell</translation>
        </message>
        <message>
            <source>linear</source>
            <translation>linear</translation>
        </message>
        <message>
            <source>locked</source>
            <translation>gesperrt</translation>
        </message>
        <message>
            <source>loss</source>
            <translation>Verlust</translation>
        </message>
        <message>
            <source>macro f1</source>
            <translation>Makro-F1</translation>
        </message>
        <message>
            <source>main memory</source>
            <translation>den Arbeitsspeicher</translation>
        </message>
        <message>
            <source>maml</source>
            <translation>MAML</translation>
        </message>
        <message>
            <source>max pairwise</source>
            <translation>bestes Paar</translation>
        </message>
        <message>
            <source>mean</source>
            <translation>Mittel</translation>
        </message>
        <message>
            <source>mean gain, points</source>
            <translation>mittlerer Gewinn, Punkte</translation>
        </message>
        <message>
            <source>mean token</source>
            <translation>Mittel der Tokens</translation>
        </message>
        <message>
            <source>means over up to {0} runs</source>
            <translation>Mittel über bis zu {0} Läufe</translation>
        </message>
        <message>
            <source>median</source>
            <translation>Median</translation>
        </message>
        <message>
            <source>memory free now, MB</source>
            <translation>jetzt freier Speicher, MB</translation>
        </message>
        <message>
            <source>memory, MB</source>
            <translation>Speicher, MB</translation>
        </message>
        <message>
            <source>method</source>
            <translation>Methode</translation>
        </message>
        <message>
            <source>metric</source>
            <translation>Metrik</translation>
        </message>
        <message>
            <source>mixture</source>
            <translation>Mischung</translation>
        </message>
        <message>
            <source>mps</source>
            <translation>MPS</translation>
        </message>
        <message>
            <source>multitask</source>
            <translation>Multitask</translation>
        </message>
        <message>
            <source>named</source>
            <translation>benannt</translation>
        </message>
        <message>
            <source>nats</source>
            <translation>Nats</translation>
        </message>
        <message>
            <source>nearest</source>
            <translation>nächste</translation>
        </message>
        <message>
            <source>nearest {0}</source>
            <translation>nächstes {0}</translation>
        </message>
        <message>
            <source>negative transfer</source>
            <translation>negativer Transfer</translation>
        </message>
        <message>
            <source>nested</source>
            <translation>verschachtelt</translation>
        </message>
        <message>
            <source>neurons</source>
            <translation>Neuronen</translation>
        </message>
        <message>
            <source>no control</source>
            <translation>keine Kontrolle</translation>
        </message>
        <message>
            <source>no difference shown</source>
            <translation>kein Unterschied gezeigt</translation>
        </message>
        <message>
            <source>no harm shown</source>
            <translation>kein Schaden gezeigt</translation>
        </message>
        <message>
            <source>none</source>
            <translation>keine</translation>
        </message>
        <message>
            <source>norm</source>
            <translation>Norm</translation>
        </message>
        <message>
            <source>not enough runs</source>
            <translation>zu wenige Läufe</translation>
        </message>
        <message>
            <source>not known</source>
            <translation>nicht bekannt</translation>
        </message>
        <message>
            <source>note</source>
            <translation>Notiz</translation>
        </message>
        <message>
            <source>nothing is trained</source>
            <translation>nichts wird trainiert</translation>
        </message>
        <message>
            <source>number</source>
            <translation>Zahl</translation>
        </message>
        <message>
            <source>numbers of rows</source>
            <translation>Zeilenzahlen</translation>
        </message>
        <message>
            <source>numbers to predict</source>
            <translation>vorherzusagende Zahlen</translation>
        </message>
        <message>
            <source>on all targets jointly</source>
            <translation>auf allen Zielen gemeinsam</translation>
        </message>
        <message>
            <source>on each target</source>
            <translation>auf jedem Ziel</translation>
        </message>
        <message>
            <source>on the sources, shared by all targets</source>
            <translation>auf den Quellen, für alle Ziele gemeinsam</translation>
        </message>
        <message>
            <source>one per run</source>
            <translation>eines je Lauf</translation>
        </message>
        <message>
            <source>one per target</source>
            <translation>eines je Ziel</translation>
        </message>
        <message>
            <source>one per target and split, seeds averaged</source>
            <translation>eines je Ziel und Split, Seeds gemittelt</translation>
        </message>
        <message>
            <source>one run a cell</source>
            <translation>ein Lauf je Zelle</translation>
        </message>
        <message>
            <source>ones</source>
            <translation>Einsen</translation>
        </message>
        <message>
            <source>over {0}</source>
            <translation>über {0}</translation>
        </message>
        <message>
            <source>p</source>
            <translation>p</translation>
        </message>
        <message>
            <source>packed</source>
            <translation>gepackt</translation>
        </message>
        <message>
            <source>pairs</source>
            <translation>Paare</translation>
        </message>
        <message>
            <source>pairwise</source>
            <translation>paarweise</translation>
        </message>
        <message>
            <source>paper</source>
            <translation>Paper</translation>
        </message>
        <message>
            <source>part</source>
            <translation>Teil</translation>
        </message>
        <message>
            <source>particles</source>
            <translation>Partikel</translation>
        </message>
        <message>
            <source>passes</source>
            <translation>Durchgänge</translation>
        </message>
        <message>
            <source>paused</source>
            <translation>pausiert</translation>
        </message>
        <message>
            <source>peak memory</source>
            <translation>Höchststand des Speichers</translation>
        </message>
        <message>
            <source>peak memory, MB</source>
            <translation>höchster Speicher, MB</translation>
        </message>
        <message>
            <source>per step</source>
            <translation>je Schritt</translation>
        </message>
        <message>
            <source>point</source>
            <translation>Punkt</translation>
        </message>
        <message>
            <source>points</source>
            <translation>Punkte</translation>
        </message>
        <message>
            <source>predicted</source>
            <translation>vorhergesagt</translation>
        </message>
        <message>
            <source>predicted share</source>
            <translation>Häufigste Vorhersage</translation>
        </message>
        <message>
            <source>private</source>
            <translation>privat</translation>
        </message>
        <message>
            <source>probability</source>
            <translation>Wahrscheinlichkeit</translation>
        </message>
        <message>
            <source>product</source>
            <translation>Produkt</translation>
        </message>
        <message>
            <source>prompt</source>
            <translation>Prompt</translation>
        </message>
        <message>
            <source>prompt for {0}, SHA-256</source>
            <translation>Prompt für {0}, SHA-256</translation>
        </message>
        <message>
            <source>prompt norm</source>
            <translation>Prompt-Norm</translation>
        </message>
        <message>
            <source>queued</source>
            <translation>eingereiht</translation>
        </message>
        <message>
            <source>random</source>
            <translation>zufällig</translation>
        </message>
        <message>
            <source>ready</source>
            <translation>bereit</translation>
        </message>
        <message>
            <source>reason</source>
            <translation>Grund</translation>
        </message>
        <message>
            <source>repeated</source>
            <translation>doppelt</translation>
        </message>
        <message>
            <source>reptile</source>
            <translation>Reptile</translation>
        </message>
        <message>
            <source>right answer</source>
            <translation>richtige Antwort</translation>
        </message>
        <message>
            <source>row</source>
            <translation>Zeile</translation>
        </message>
        <message>
            <source>rows</source>
            <translation>Zeilen</translation>
        </message>
        <message>
            <source>run</source>
            <translation>Lauf</translation>
        </message>
        <message>
            <source>run {0}</source>
            <translation>Lauf {0}</translation>
        </message>
        <message>
            <source>running</source>
            <translation>läuft</translation>
        </message>
        <message>
            <source>runs</source>
            <translation>Läufe</translation>
        </message>
        <message>
            <source>runs worse</source>
            <translation>schlechtere Läufe</translation>
        </message>
        <message>
            <source>score</source>
            <translation>Score</translation>
        </message>
        <message>
            <source>score relative to the own prompt</source>
            <translation>Score im Verhältnis zum eigenen Prompt</translation>
        </message>
        <message>
            <source>scored by {0}, which can be negative</source>
            <translation>bewertet mit {0}, das negativ sein kann</translation>
        </message>
        <message>
            <source>scoring passes</source>
            <translation>Durchgänge zum Bewerten</translation>
        </message>
        <message>
            <source>seconds</source>
            <translation>Sekunden</translation>
        </message>
        <message>
            <source>seed</source>
            <translation>Seed</translation>
        </message>
        <message>
            <source>setting</source>
            <translation>Einstellung</translation>
        </message>
        <message>
            <source>sgd</source>
            <translation>SGD</translation>
        </message>
        <message>
            <source>shared</source>
            <translation>gemeinsam</translation>
        </message>
        <message>
            <source>shared stage</source>
            <translation>gemeinsame Stufe</translation>
        </message>
        <message>
            <source>shared stages</source>
            <translation>gemeinsame Stufen</translation>
        </message>
        <message>
            <source>shipped with the program</source>
            <translation>mitgeliefert</translation>
        </message>
        <message>
            <source>sigmoid</source>
            <translation>Sigmoid</translation>
        </message>
        <message>
            <source>sign</source>
            <translation>Anzeichen</translation>
        </message>
        <message>
            <source>similarity</source>
            <translation>Ähnlichkeit</translation>
        </message>
        <message>
            <source>slot</source>
            <translation>Platz</translation>
        </message>
        <message>
            <source>softmax</source>
            <translation>Softmax</translation>
        </message>
        <message>
            <source>source</source>
            <translation>Quelle</translation>
        </message>
        <message>
            <source>sources</source>
            <translation>Quellen</translation>
        </message>
        <message>
            <source>split</source>
            <translation>Split</translation>
        </message>
        <message>
            <source>split seed</source>
            <translation>Split-Seed</translation>
        </message>
        <message>
            <source>started</source>
            <translation>begonnen</translation>
        </message>
        <message>
            <source>starting</source>
            <translation>startet</translation>
        </message>
        <message>
            <source>status</source>
            <translation>Status</translation>
        </message>
        <message>
            <source>steps</source>
            <translation>Schritte</translation>
        </message>
        <message>
            <source>stopped</source>
            <translation>beendet</translation>
        </message>
        <message>
            <source>study</source>
            <translation>Studie</translation>
        </message>
        <message>
            <source>sum</source>
            <translation>Summe</translation>
        </message>
        <message>
            <source>system</source>
            <translation>System</translation>
        </message>
        <message>
            <source>tags</source>
            <translation>Schlagwörter</translation>
        </message>
        <message>
            <source>target</source>
            <translation>Ziel</translation>
        </message>
        <message>
            <source>target or shared stage</source>
            <translation>Ziel oder gemeinsame Stufe</translation>
        </message>
        <message>
            <source>task</source>
            <translation>Aufgabe</translation>
        </message>
        <message>
            <source>task names</source>
            <translation>Aufgabennamen</translation>
        </message>
        <message>
            <source>tasks</source>
            <translation>Aufgaben</translation>
        </message>
        <message>
            <source>template</source>
            <translation>Vorlage</translation>
        </message>
        <message>
            <source>test rows</source>
            <translation>Testzeilen</translation>
        </message>
        <message>
            <source>test {0}</source>
            <translation>Test: {0}</translation>
        </message>
        <message>
            <source>text</source>
            <translation>Text</translation>
        </message>
        <message>
            <source>texts</source>
            <translation>Texte</translation>
        </message>
        <message>
            <source>the answers</source>
            <translation>die Antworten</translation>
        </message>
        <message>
            <source>the baseline scores {0:.3f}, too little to divide by</source>
            <translation>die Baseline hat {0:.3f}, zu wenig zum Teilen</translation>
        </message>
        <message>
            <source>the labels</source>
            <translation>die Labels</translation>
        </message>
        <message>
            <source>the memory of '{0}'</source>
            <translation>den Speicher von „{0}“</translation>
        </message>
        <message>
            <source>time</source>
            <translation>Zeit</translation>
        </message>
        <message>
            <source>time not known</source>
            <translation>Zeit nicht bekannt</translation>
        </message>
        <message>
            <source>to be said</source>
            <translation>zu sagen</translation>
        </message>
        <message>
            <source>together</source>
            <translation>zusammen</translation>
        </message>
        <message>
            <source>tokens</source>
            <translation>Tokens</translation>
        </message>
        <message>
            <source>tokens through the model, thousand</source>
            <translation>Tokens durch das Modell, tausend</translation>
        </message>
        <message>
            <source>too few to tell</source>
            <translation>zu wenige für ein Urteil</translation>
        </message>
        <message>
            <source>trained</source>
            <translation>trainiert</translation>
        </message>
        <message>
            <source>trained numbers</source>
            <translation>trainierte Zahlen</translation>
        </message>
        <message>
            <source>transfer</source>
            <translation>Transfer</translation>
        </message>
        <message>
            <source>true or false</source>
            <translation>wahr oder falsch</translation>
        </message>
        <message>
            <source>uniform</source>
            <translation>gleichverteilt</translation>
        </message>
        <message>
            <source>unnamed family</source>
            <translation>Familie ohne Namen</translation>
        </message>
        <message>
            <source>up to {0}</source>
            <translation>bis {0}</translation>
        </message>
        <message>
            <source>used</source>
            <translation>verwendet</translation>
        </message>
        <message>
            <source>validation {0}</source>
            <translation>Validierung: {0}</translation>
        </message>
        <message>
            <source>value</source>
            <translation>Wert</translation>
        </message>
        <message>
            <source>verdict</source>
            <translation>Urteil</translation>
        </message>
        <message>
            <source>version of {0}</source>
            <translation>Version von {0}</translation>
        </message>
        <message>
            <source>vocabulary</source>
            <translation>Vokabular</translation>
        </message>
        <message>
            <source>warning</source>
            <translation>Warnung</translation>
        </message>
        <message>
            <source>weighted</source>
            <translation>gewichtet</translation>
        </message>
        <message>
            <source>weights, SHA-256</source>
            <translation>Gewichte, SHA-256</translation>
        </message>
        <message>
            <source>what</source>
            <translation>was</translation>
        </message>
        <message>
            <source>what to change</source>
            <translation>was zu ändern ist</translation>
        </message>
        <message>
            <source>whole number</source>
            <translation>ganze Zahl</translation>
        </message>
        <message>
            <source>width {0:,}</source>
            <translation>Breite {0:,}</translation>
        </message>
        <message>
            <source>wins / ties / losses</source>
            <translation>Siege / Gleichstände / Niederlagen</translation>
        </message>
        <message>
            <source>with shared stages</source>
            <translation>mit gemeinsamen Stufen</translation>
        </message>
        <message>
            <source>with {0} comparisons, {1}</source>
            <translation>bei {0} Vergleichen {1}</translation>
        </message>
        <message>
            <source>work time</source>
            <translation>Arbeitszeit</translation>
        </message>
        <message>
            <source>worse</source>
            <translation>schlechter</translation>
        </message>
        <message>
            <source>x</source>
            <translation>x</translation>
        </message>
        <message>
            <source>y</source>
            <translation>y</translation>
        </message>
        <message>
            <source>zero shot</source>
            <translation>Zero-Shot</translation>
        </message>
        <message>
            <source>zeros</source>
            <translation>Nullen</translation>
        </message>
        <message>
            <source>{0:+.1f} to {1:+.1f} %</source>
            <translation>{0:+.1f} bis {1:+.1f} %</translation>
        </message>
        <message>
            <source>{0:,.0f} MB</source>
            <translation>{0:,.0f} MB</translation>
        </message>
        <message>
            <source>{0:,.0f} rows</source>
            <translation>{0:,.0f} Zeilen</translation>
        </message>
        <message>
            <source>{0:,} gradients</source>
            <translation>{0:,} Gradienten</translation>
        </message>
        <message>
            <source>{0:,} inputs of {1} are in {2} too; runs leave them out there.</source>
            <translation>{0:,} Eingaben von {1} sind auch in {2}; Läufe lassen sie dort weg.</translation>
        </message>
        <message>
            <source>{0:,} inputs of {1} are there more than once.</source>
            <translation>{0:,} Eingaben von {1} sind mehrfach da.</translation>
        </message>
        <message>
            <source>{0:,} inputs of {1} are there with two answers.</source>
            <translation>{0:,} Eingaben von {1} sind mit zwei Antworten da.</translation>
        </message>
        <message>
            <source>{0:,} pairs</source>
            <translation>{0:,} Paare</translation>
        </message>
        <message>
            <source>{0:,} rows of {1} have no answer and are left out.</source>
            <translation>{0:,} Zeilen von {1} haben keine Antwort und entfallen.</translation>
        </message>
        <message>
            <source>{0:,} runs</source>
            <translation>{0:,} Läufe</translation>
        </message>
        <message>
            <source>{0:,} shared stages</source>
            <translation>{0:,} gemeinsame Stufen</translation>
        </message>
        <message>
            <source>{0:,} steps</source>
            <translation>{0:,} Schritte</translation>
        </message>
        <message>
            <source>{0:,} tasks</source>
            <translation>{0:,} Aufgaben</translation>
        </message>
        <message>
            <source>{0:.1%} of the inputs are longer than {1} tokens and are cut.</source>
            <translation>{0:.1%} der Eingaben sind länger als {1} Tokens und werden gekürzt.</translation>
        </message>
        <message>
            <source>{0:.1f} billion</source>
            <translation>{0:.1f} Milliarden</translation>
        </message>
        <message>
            <source>{0:.1f} million</source>
            <translation>{0:.1f} Millionen</translation>
        </message>
        <message>
            <source>{0:.1f} thousand</source>
            <translation>{0:.1f} Tausend</translation>
        </message>
        <message>
            <source>{0} (control)</source>
            <translation>{0} (Kontrolle)</translation>
        </message>
        <message>
            <source>{0} ({1})</source>
            <translation>{0} ({1})</translation>
        </message>
        <message>
            <source>{0} and {1}</source>
            <translation>{0} und {1}</translation>
        </message>
        <message>
            <source>{0} and {1}: with fewer, the test can not reach 0.05 whatever the scores.</source>
            <translation>{0}, und {1}: Mit weniger kann der Test 0.05 nicht erreichen, wie auch immer die Scores sind.</translation>
        </message>
        <message>
            <source>{0} are needed</source>
            <translation>{0} sind nötig</translation>
        </message>
        <message>
            <source>{0} are needed among {1} comparisons</source>
            <translation>{0} sind bei {1} Vergleichen nötig</translation>
        </message>
        <message>
            <source>{0} has no run from scratch beside it.</source>
            <translation>{0} hat keinen Lauf von Grund auf neben sich.</translation>
        </message>
        <message>
            <source>{0} learn from source tasks, and no source task is ticked.</source>
            <translation>{0} lernen aus Quellaufgaben, und keine Quellaufgabe ist angehakt.</translation>
        </message>
        <message>
            <source>{0} learns from source tasks, and no source task is ticked.</source>
            <translation>{0} lernt aus Quellaufgaben, und keine Quellaufgabe ist angehakt.</translation>
        </message>
        <message>
            <source>{0} more</source>
            <translation>{0} weitere</translation>
        </message>
        <message>
            <source>{0} of {1:,} steps are shown. 'Save data' writes all of them.</source>
            <translation>{0} von {1:,} Schritten sind gezeigt. „Daten speichern“ schreibt alle.</translation>
        </message>
        <message>
            <source>{0} of {1}</source>
            <translation>{0} von {1}</translation>
        </message>
        <message>
            <source>{0} pairs ({1}), {2} after Holm's correction for {3} comparisons.</source>
            <translation>{0} Paare ({1}), {2} nach Holms Korrektur für {3} Vergleiche.</translation>
        </message>
        <message>
            <source>{0} pairs ({1}), {2}.</source>
            <translation>{0} Paare ({1}), {2}.</translation>
        </message>
        <message>
            <source>{0} parameters</source>
            <translation>{0} Parameter</translation>
        </message>
        <message>
            <source>{0} scores {1:.3f}, and {2:.3f} from scratch</source>
            <translation>{0} erreicht {1:.3f}, von Grund auf {2:.3f}</translation>
        </message>
        <message>
            <source>{0} seeds of one split</source>
            <translation>{0} Seeds eines Splits</translation>
        </message>
        <message>
            <source>{0} splits</source>
            <translation>{0} Splits</translation>
        </message>
        <message>
            <source>{0} to {1}</source>
            <translation>{0} bis {1}</translation>
        </message>
        <message>
            <source>{0} with shared stages</source>
            <translation>{0} mit gemeinsamen Stufen</translation>
        </message>
        <message>
            <source>{0} {1:+.1f} points over {2} ({3}).</source>
            <translation>{0} {1:+.1f} Punkte über {2} ({3}).</translation>
        </message>
        <message>
            <source>{0} {1:.0f} %, {2} of {3}</source>
            <translation>{0} {1:.0f} %, {2} von {3}</translation>
        </message>
        <message>
            <source>{0} {1}</source>
            <translation>{0} {1}</translation>
        </message>
        <message>
            <source>{0} {1} test rows ({2})</source>
            <translation>{0} {1} Testzeilen ({2})</translation>
        </message>
        <message>
            <source>{0}, but it had less: {1:,} and {2:,} gradient rows.</source>
            <translation>{0}, hatte aber weniger: {1:,} und {2:,} Gradientenzeilen.</translation>
        </message>
        <message>
            <source>{0}, but not than {1}</source>
            <translation>{0}, aber nicht als {1}</translation>
        </message>
        <message>
            <source>{0}, but the budgets are not known.</source>
            <translation>{0}, aber die Budgets sind nicht bekannt.</translation>
        </message>
        <message>
            <source>{0}, gain over '{1}'</source>
            <translation>{0}, Gewinn gegenüber „{1}“</translation>
        </message>
        <message>
            <source>{0}, one row is {1:.2g} points</source>
            <translation>{0}, eine Zeile ist {1:.2g} Punkte</translation>
        </message>
        <message>
            <source>{0}, then {1}</source>
            <translation>{0}, dann {1}</translation>
        </message>
        <message>
            <source>{0}, {1:,} filled</source>
            <translation>{0}, {1:,} gefüllt</translation>
        </message>
        <message>
            <source>{0}, {1} of them without a difference,</source>
            <translation>{0}, {1} davon ohne Unterschied</translation>
        </message>
        <message>
            <source>{0}, {1} step {2}</source>
            <translation>{0}, {1}, Schritt {2}</translation>
        </message>
        <message>
            <source>{0}.</source>
            <translation>{0}.</translation>
        </message>
        <message>
            <source>{0}: only the last prompt is scored, because prompts are scored {1} and there are no more than {2:,}.</source>
            <translation>{0}: Nur der letzte Prompt wird bewertet, denn Prompts werden {1} bewertet, und mehr als {2:,} gibt es nicht.</translation>
        </message>
        <message>
            <source>{0}; memory and time are not known.</source>
            <translation>{0}; Speicher und Zeit sind nicht bekannt.</translation>
        </message>
        <message>
            <source>{0}; so have all {1} virtual tokens.</source>
            <translation>{0}; alle {1} virtuellen Tokens liegen darin.</translation>
        </message>
        <message>
            <source>{0}; {1} of {2} virtual tokens lie outside.</source>
            <translation>{0}; {1} von {2} virtuellen Tokens liegen außerhalb.</translation>
        </message>
        <message>
            <source>{0}; {1}; about {2:.1f} GB of memory.</source>
            <translation>{0}; {1}; etwa {2:.1f} GB Speicher.</translation>
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
            <source>Run of which maps and bars are shown</source>
            <translation>Lauf, dessen Karten und Balken gezeigt werden</translation>
        </message>
        <message>
            <source>Some methods tell numbers of their own: where particles are, what a router weighs, how alike prompts are. The runs that are looked at have told none so far.</source>
            <translation>Manche Methoden melden eigene Zahlen: wo Partikel sind, was ein Router gewichtet, wie ähnlich sich Prompts sind. Die betrachteten Läufe haben bisher keine gemeldet.</translation>
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
        <name>Editors</name>
        <message>
            <source>Default: {0}.</source>
            <translation>Standard: {0}.</translation>
        </message>
        <message>
            <source>no</source>
            <translation>nein</translation>
        </message>
        <message>
            <source>none</source>
            <translation>keine</translation>
        </message>
        <message>
            <source>yes</source>
            <translation>ja</translation>
        </message>
        <message>
            <source>{0:g} to {1:g}</source>
            <translation>{0:g} bis {1:g}</translation>
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
            <source>&amp;Replace an earlier export in this folder</source>
            <translation>Einen früheren Export in diesem Ordner er&amp;setzen</translation>
        </message>
        <message>
            <source>A folder that holds anything else is never written to.</source>
            <translation>In einen Ordner, der anderes enthält, wird nie geschrieben.</translation>
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
            <source>Reading it back…</source>
            <translation>Der Prompt wird zurückgelesen…</translation>
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
            <source>A fork takes one value of '{0}', not several.</source>
            <translation>Eine Abzweigung nimmt einen Wert von „{0}“, nicht mehrere.</translation>
        </message>
        <message>
            <source>A new run begins at the last checkpoint of '{0}' (stage {1}, step {2}), with the values that you change here. Both curves are then drawn on one axis.</source>
            <translation>Ein neuer Lauf beginnt am letzten Sicherungspunkt von „{0}“ (Stufe {1}, Schritt {2}), mit den Werten, die hier geändert werden. Beide Kurven werden dann auf einer Achse gezeichnet.</translation>
        </message>
        <message>
            <source>All steps are done. Give '{0}' a larger value, so that the fork goes on.</source>
            <translation>Alle Schritte sind getan. „{0}“ einen größeren Wert geben, damit die Abzweigung weitergeht.</translation>
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
        <message>
            <source>Settings of the stages before it count no more and are not shown.</source>
            <translation>Einstellungen der Stufen davor zählen nicht mehr und werden nicht gezeigt.</translation>
        </message>
    </context>
    <context>
        <name>HelpPage</name>
        <message>
            <source>One of: {0}.</source>
            <translation>Eines von: {0}.</translation>
        </message>
        <message>
            <source>Presets from shipped studies</source>
            <translation>Voreinstellungen aus mitgelieferten Studien</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <source>Stages</source>
            <translation>Stufen</translation>
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
            <source>Cancelled. Nothing was written.</source>
            <translation>Abgebrochen. Nichts wurde geschrieben.</translation>
        </message>
        <message>
            <source>Choose a file or folder</source>
            <translation>Datei oder Ordner wählen</translation>
        </message>
        <message>
            <source>Choose the answer column or change the template above.</source>
            <translation>Oben die Antwortspalte wählen oder die Vorlage ändern.</translation>
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
        <name>JobCommands</name>
        <message>
            <source>'{0}' has no checkpoint to fork from. One comes with the first evaluation, and 'Checkpoints kept' in the settings says how many finished runs keep theirs. 'Duplicate' puts the run into the form, to run it anew with other values.</source>
            <translation>„{0}“ hat keinen Sicherungspunkt zum Abzweigen. Einer entsteht mit der ersten Bewertung, und „Behaltene Sicherungspunkte“ in den Einstellungen sagt, wie viele fertige Läufe ihren behalten. „Duplizieren“ übernimmt den Lauf ins Formular, um ihn mit anderen Werten neu auszuführen.</translation>
        </message>
    </context>
    <context>
        <name>JobLog</name>
        <message>
            <source>stage {0}, {1} steps</source>
            <translation>Stufe {0}, {1} Schritte</translation>
        </message>
        <message>
            <source>started on {0} ({1})</source>
            <translation>begonnen auf {0} ({1})</translation>
        </message>
        <message>
            <source>started on {0} ({1}), continued from step {2}</source>
            <translation>begonnen auf {0} ({1}), fortgesetzt ab Schritt {2}</translation>
        </message>
        <message>
            <source>{0} after {1:.1f} s of work</source>
            <translation>{0} nach {1:.1f} s Arbeit</translation>
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
            <translation>&amp;Vergleich</translation>
        </message>
        <message>
            <source>Comparing…</source>
            <translation>Vergleich läuft…</translation>
        </message>
        <message>
            <source>Left out, because of another width: {0}.</source>
            <translation>Weggelassen, weil die Breite eine andere ist: {0}.</translation>
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
        <message>
            <source>imported</source>
            <translation>importiert</translation>
        </message>
        <message>
            <source>{0} of {1} prompts are compared. Choose those that you want to see, or narrow the list at the left.</source>
            <translation>{0} von {1} Prompts werden verglichen. Die gewünschten wählen oder links die Liste einschränken.</translation>
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
            <source>Backbone: {0}</source>
            <translation>Backbone: {0}</translation>
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
            <source>No prompt fits. Change the search or the kind above.</source>
            <translation>Kein Prompt passt. Oben die Suche oder die Art ändern.</translation>
        </message>
        <message>
            <source>No prompts yet. Run a study (Ctrl+1), or take prompts in: a PEFT folder, a safetensors or an npz file, or a folder of such. Drop them here.</source>
            <translation>Noch keine Prompts. Eine Studie ausführen (Strg+1) oder Prompts übernehmen: einen PEFT-Ordner, eine safetensors- oder npz-Datei oder einen Ordner damit. Auch Ablegen mit der Maus geht hier.</translation>
        </message>
        <message>
            <source>Prompts (*.safetensors *.npz)</source>
            <translation>Prompts (*.safetensors *.npz)</translation>
        </message>
        <message>
            <source>Prompts removed: {0}. Undo brings them back.</source>
            <translation>Entfernte Prompts: {0}. „Rückgängig“ holt sie zurück.</translation>
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
            <source>Where the prompt is from</source>
            <translation>Woher der Prompt stammt</translation>
        </message>
        <message>
            <source>Which prompts are shown</source>
            <translation>Welche Prompts gezeigt werden</translation>
        </message>
        <message>
            <source>remove {0} prompts</source>
            <translation>{0} Prompts entfernen</translation>
        </message>
        <message>
            <source>rename '{0}'</source>
            <translation>„{0}“ umbenennen</translation>
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
            <translation>Es läuft nichts.</translation>
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
            <translation>Mindeststufe der Zeilen</translation>
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
            <source>Removed. Edit &gt; Undo brings it back.</source>
            <translation>Entfernt. „Bearbeiten &gt; Rückgängig“ holt es zurück.</translation>
        </message>
        <message>
            <source>Removed. The shipped task '{0}' is back; Edit &gt; Undo brings yours back.</source>
            <translation>Entfernt. Die mitgelieferte Aufgabe „{0}“ ist wieder da; „Bearbeiten &gt; Rückgängig“ holt die eigene zurück.</translation>
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
            <source>A note has {0} characters at most; this one has {1}.</source>
            <translation>Eine Notiz hat höchstens {0} Zeichen; diese hat {1}.</translation>
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
            <source>Back to the preset</source>
            <translation>Zurück zur Voreinstellung</translation>
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
            <source>Preset of the method</source>
            <translation>Voreinstellung der Methode</translation>
        </message>
        <message>
            <source>Preset {0}</source>
            <translation>Voreinstellung {0}</translation>
        </message>
        <message>
            <source>Preset {0}, 1 change</source>
            <translation>Voreinstellung {0}, 1 Änderung</translation>
        </message>
        <message>
            <source>Preset {0}, {1} changes</source>
            <translation>Voreinstellung {0}, {1} Änderungen</translation>
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
            <source>Remove the copy</source>
            <translation>Die Kopie entfernen</translation>
        </message>
        <message>
            <source>Rename the copy</source>
            <translation>Die Kopie umbenennen</translation>
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
            <translation>Was das Modell geschrieben hat</translation>
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
            <source>Broken cards</source>
            <translation>Fehlerhafte Karten</translation>
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
            <translation>Kein Treffer.</translation>
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
            <source>Careful:</source>
            <translation>Vorsicht:</translation>
        </message>
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
            <source>Choose up to four at the left; without one the model is alone.</source>
            <translation>Links bis zu vier wählen; ohne Prompt steht das Modell allein.</translation>
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
            <source>Playground</source>
            <translation>Ausprobieren</translation>
        </message>
        <message>
            <source>Prompts</source>
            <translation>Prompts</translation>
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
            <source>The prompts belong to different models: {0}. Choose those of one.</source>
            <translation>Die Prompts gehören zu verschiedenen Modellen: {0}. Prompts eines Modells wählen.</translation>
        </message>
        <message>
            <source>The right answer is '{0}'.</source>
            <translation>Die richtige Antwort ist „{0}“.</translation>
        </message>
        <message>
            <source>The text was too long and has been cut.</source>
            <translation>Der Text war zu lang und wurde gekürzt.</translation>
        </message>
        <message>
            <source>This task has no rows to show.</source>
            <translation>Diese Aufgabe hat keine Zeilen zum Zeigen.</translation>
        </message>
        <message>
            <source>Type a text, or choose a task.</source>
            <translation>Einen Text eingeben oder eine Aufgabe wählen.</translation>
        </message>
        <message>
            <source>row </source>
            <translation>Zeile </translation>
        </message>
        <message>
            <source>{0}, and none</source>
            <translation>{0} und keiner</translation>
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
            <translation>Von diesem Lauf sind keine Vorhersagen gespeichert: Er stammt von einer früheren Version oder hat nichts trainiert. Wird er neu ausgeführt, sind sie da.</translation>
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
        <name>ProgressRow</name>
        <message>
            <source>&amp;Cancel</source>
            <translation>&amp;Abbrechen</translation>
        </message>
        <message>
            <source>Checking {0}: {1} rows</source>
            <translation>{0} wird geprüft: {1} Zeilen</translation>
        </message>
        <message>
            <source>Progress of the import</source>
            <translation>Fortschritt des Imports</translation>
        </message>
        <message>
            <source>Reading {0}: {1} rows</source>
            <translation>{0} wird gelesen: {1} Zeilen</translation>
        </message>
        <message>
            <source>Writing {0}: {1} rows</source>
            <translation>{0} wird geschrieben: {1} Zeilen</translation>
        </message>
    </context>
    <context>
        <name>PromptExportDialog</name>
        <message>
            <source>B&amp;ackbone</source>
            <translation>B&amp;ackbone</translation>
        </message>
        <message>
            <source>Not known: a PEFT folder has to name it, the other formats need none.</source>
            <translation>Nicht bekannt: Ein PEFT-Ordner muss es nennen, die anderen Formate brauchen keines.</translation>
        </message>
        <message>
            <source>Prompt</source>
            <translation>Prompt</translation>
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
        <message>
            <source>What can not be read</source>
            <translation>Was nicht gelesen werden kann</translation>
        </message>
    </context>
    <context>
        <name>ProtocolForm</name>
        <message>
            <source> gradient rows</source>
            <translation> Gradientenzeilen</translation>
        </message>
        <message>
            <source> rows</source>
            <translation> Zeilen</translation>
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
            <source> tokens</source>
            <translation> Tokens</translation>
        </message>
        <message>
            <source>&amp;Budget</source>
            <translation>&amp;Budget</translation>
        </message>
        <message>
            <source>&amp;Inputs up to</source>
            <translation>&amp;Eingaben bis</translation>
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
            <source>&amp;Weights</source>
            <translation>Ge&amp;wichte</translation>
        </message>
        <message>
            <source>A&amp;nswers up to</source>
            <translation>A&amp;ntworten bis</translation>
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
            <source>How the backbone's weights are held; 8 and 4 bits need CUDA and bitsandbytes.</source>
            <translation>Wie die Gewichte des Backbones gehalten werden; 8 und 4 Bit brauchen CUDA und bitsandbytes.</translation>
        </message>
        <message>
            <source>Longer inputs are cut. Time and memory grow with it.</source>
            <translation>Längere Eingaben werden gekürzt. Zeit und Speicher wachsen damit.</translation>
        </message>
        <message>
            <source>Longest answer in free text.</source>
            <translation>Längste Antwort in freiem Text.</translation>
        </message>
        <message>
            <source>Number &amp;format</source>
            <translation>Zahlenf&amp;ormat</translation>
        </message>
        <message>
            <source>Numbers that the backbone computes with; bfloat16 takes half the memory.</source>
            <translation>Zahlen, mit denen das Backbone rechnet; bfloat16 braucht halb so viel Speicher.</translation>
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
            <source>Rows on which a prompt is scored while it is learnt; fewer save time.</source>
            <translation>Zeilen, auf denen ein Prompt bewertet wird, während er lernt; weniger sparen Zeit.</translation>
        </message>
        <message>
            <source>Rows on which the best prompt is scored in the end; fewer are less certain.</source>
            <translation>Zeilen, auf denen der beste Prompt am Ende bewertet wird; weniger sind unsicherer.</translation>
        </message>
        <message>
            <source>Scored e&amp;very</source>
            <translation>Bewertet &amp;alle</translation>
        </message>
        <message>
            <source>Split s&amp;eeds</source>
            <translation>Split-See&amp;ds</translation>
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
            <source>Test r&amp;ows</source>
            <translation>&amp;Testzeilen</translation>
        </message>
        <message>
            <source>V&amp;alidation rows</source>
            <translation>Val&amp;idierungszeilen</translation>
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
            <source>all</source>
            <translation>alle</translation>
        </message>
        <message>
            <source>answers up to {0}</source>
            <translation>Antworten bis {0}</translation>
        </message>
        <message>
            <source>as the seeds</source>
            <translation>wie die Seeds</translation>
        </message>
        <message>
            <source>as they are</source>
            <translation>wie sie sind</translation>
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
            <source>in 4 bits</source>
            <translation>in 4 Bit</translation>
        </message>
        <message>
            <source>in 8 bits</source>
            <translation>in 8 Bit</translation>
        </message>
        <message>
            <source>inputs up to {0}</source>
            <translation>Eingaben bis {0}</translation>
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
            <source>tested on {0}</source>
            <translation>getestet auf {0}</translation>
        </message>
        <message>
            <source>validated on {0}</source>
            <translation>validiert auf {0}</translation>
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
            <source>{0}
Forked from {1} after step {2}</source>
            <translation>{0}
Abgezweigt von {1} nach Schritt {2}</translation>
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
            <translation>B&amp;leiben</translation>
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
            <source>A tick draws a series; a double click or Enter draws it alone, or all</source>
            <translation>Ein Haken zeichnet eine Reihe; Doppelklick oder Eingabetaste zeichnet sie allein oder alle</translation>
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
            <source>All settings are as at first. Edit &gt; Undo brings yours back.</source>
            <translation>Alle Einstellungen sind wie am Anfang. Bearbeiten &gt; Rückgängig holt die eigenen zurück.</translation>
        </message>
        <message>
            <source>Back to the defaults, keys too. Edit &gt; Undo takes it back.</source>
            <translation>Zurück zu den Standardwerten, auch bei den Tasten. Bearbeiten &gt; Rückgängig nimmt es zurück.</translation>
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
            <source>Redo</source>
            <translation>Wiederholen</translation>
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
            <source>Undo</source>
            <translation>Rückgängig</translation>
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
            <source>&amp;Name</source>
            <translation>&amp;Name</translation>
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
            <source>Training rows of a source task: per class, or in total if the protocol says so.</source>
            <translation>Trainingszeilen einer Quellaufgabe: je Klasse, oder insgesamt, wenn das Protokoll es sagt.</translation>
        </message>
        <message>
            <source>Training rows of a target task: per class, or in total if the protocol says so.</source>
            <translation>Trainingszeilen einer Zielaufgabe: je Klasse, oder insgesamt, wenn das Protokoll es sagt.</translation>
        </message>
        <message>
            <source>Untitled study</source>
            <translation>Unbenannte Studie</translation>
        </message>
        <message>
            <source>all</source>
            <translation>alle</translation>
        </message>
    </context>
    <context>
        <name>SeveralEditor</name>
        <message>
            <source>Choices: {0}.</source>
            <translation>Möglich: {0}.</translation>
        </message>
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
            <translation>{0} gehört zu „{1}“. Zuerst jener Aktion andere Tasten geben.</translation>
        </message>
    </context>
    <context>
        <name>ShotsView</name>
        <message>
            <source>&amp;Intervals</source>
            <translation>&amp;Intervalle</translation>
        </message>
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
            <translation>„{0}“ kann nicht geschrieben werden: {1}</translation>
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
            <translation>Noch keine ist gelaufen</translation>
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
    </context>
    <context>
        <name>StudyForm</name>
        <message>
            <source>If a newer PromptStudio wrote the study, update this one. Nothing of the form was changed.</source>
            <translation>Falls ein neueres PromptStudio die Studie geschrieben hat, muss dieses hier aktualisiert werden. Am Formular wurde nichts geändert.</translation>
        </message>
        <message>
            <source>Own tasks are imported on the page Data.</source>
            <translation>Eigene Aufgaben werden auf der Seite „Daten“ importiert.</translation>
        </message>
        <message>
            <source>Study</source>
            <translation>Studie</translation>
        </message>
        <message>
            <source>The study '{0}' names what is not there: {1}.</source>
            <translation>Die Studie „{0}“ nennt, was es nicht gibt: {1}.</translation>
        </message>
        <message>
            <source>method '{0}'</source>
            <translation>Methode „{0}“</translation>
        </message>
        <message>
            <source>task '{0}'</source>
            <translation>Aufgabe „{0}“</translation>
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
            <source>Current task</source>
            <translation>Aktuelle Aufgabe</translation>
        </message>
        <message>
            <source>Methods</source>
            <translation>Methoden</translation>
        </message>
        <message>
            <source>Open study</source>
            <translation>Studie öffnen</translation>
        </message>
        <message>
            <source>Plan</source>
            <translation>Plan</translation>
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
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <source>Studies (*.toml)</source>
            <translation>Studien (*.toml)</translation>
        </message>
        <message>
            <source>Tasks</source>
            <translation>Aufgaben</translation>
        </message>
        <message>
            <source>The study can not be saved as '{0}': {1}.</source>
            <translation>Die Studie kann nicht als „{0}“ gespeichert werden: {1}.</translation>
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
            <translation>nicht verwandt</translation>
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
        <name>TokenLens</name>
        <message>
            <source>Asking the model…</source>
            <translation>Das Modell wird befragt…</translation>
        </message>
        <message>
            <source>Choose a prompt to see its nearest tokens.</source>
            <translation>Einen Prompt wählen, um seine nächsten Tokens zu sehen.</translation>
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
            <source>A click on a cell, or Enter, shows its runs above.</source>
            <translation>Ein Klick auf eine Zelle oder die Eingabetaste zeigt oben ihre Läufe.</translation>
        </message>
        <message>
            <source>Matrix</source>
            <translation>Matrix</translation>
        </message>
        <message>
            <source>This study has no transfer matrix yet. It comes from runs whose prompt is of one source task, such as those of 'Zero-shot source prompt' with every source in turn.</source>
            <translation>Diese Studie hat noch keine Transfermatrix. Sie entsteht aus Läufen, deren Prompt von einer Quellaufgabe stammt, etwa denen von „Zero-shot source prompt“ mit jeder Quelle der Reihe nach.</translation>
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
