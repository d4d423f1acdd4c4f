cd /
python3 app.py $@
